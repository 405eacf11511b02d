import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { EventStoreError } from '../event-sourcing/errors.js';
import type { RequestContext } from '../graphql/context.js';
import { apiError } from '../graphql/errors.js';
import { CursorScalar, DateTimeScalar, DecimalScalar } from '../graphql/scalars.js';

/** What no client may ever see. */
export const secretText = 'SELECT secret FROM event_store.events';

/** Where resolvers wait until a test lets them go on. */
export interface Gate {
  waiting: number;
  /** How many listen to greetings. */
  subscribers: number;
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { waiting: 0, subscribers: 0, opened, open };
}

/** A schema about nothing, with a field for each way in which an operation can go. */
export function greetingSchema(gate: Gate): GraphQLSchema {
  const slow = {
    type: text,
    resolve: async () => {
      gate.waiting += 1;
      await gate.opened;
      return 'at last';
    },
  };
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { ...queries, slow } }),
    mutation: new GraphQLObjectType({ name: 'Mutation', fields: { slow } }),
    subscription: subscriptions(gate),
  });
}

const text = new GraphQLNonNull(GraphQLString);
const sameError = new Error(secretText);
const failures: Record<string, () => Error> = {
  notFound: () => apiError('NOT_FOUND', 'Order 7 does not exist', { orderId: '7' }),
  conflict: () => apiError('CONCURRENCY_ERROR', 'Order 7 is at version 3', { currentVersion: 3 }),
  store: () => new EventStoreError(secretText),
  unknown: () => new Error(secretText),
  same: () => sameError,
};

function fail(name: string): never {
  throw failures[name]?.() ?? new Error(`no failure is called ${name}`);
}

type Fields = ConstructorParameters<typeof GraphQLObjectType<unknown, RequestContext>>[0]['fields'];

const failing = {
  type: GraphQLString,
  args: { failure: { type: text, description: 'Which failure to throw.' } },
  resolve: (_root: unknown, { failure }: { failure: string }) => fail(failure),
};

const queries = {
  hello: {
    type: text,
    description: 'Greets whoever asks.',
    args: { name: { type: GraphQLString } },
    resolve: (_root, { name }) => `Hello, ${name ?? 'world'}!`,
  },
  whoAmI: { type: text, resolve: (_root, _args, { caller }) => caller.actor },
  correlationId: { type: text, resolve: (_root, _args, { correlationId }) => correlationId },
  instant: { type: DateTimeScalar, args: { at: { type: DateTimeScalar } }, resolve: (_root, { at }) => at },
  amount: { type: DecimalScalar, args: { of: { type: DecimalScalar } }, resolve: (_root, { of }) => of },
  place: { type: CursorScalar, args: { at: { type: CursorScalar } }, resolve: (_root, { at }) => at },
  count: {
    type: GraphQLInt,
    args: { of: { type: new GraphQLNonNull(GraphQLInt) } },
    resolve: (_root, { of }) => of,
  },
  broken: { type: GraphQLInt, description: 'Answers what its type forbids.', resolve: () => secretText },
  long: { type: text, resolve: () => 'x'.repeat(20_000_000) },
  failing,
} satisfies Fields;

function subscriptions(gate: Gate): GraphQLObjectType {
  async function* greet(times: number, thenFailWith: string | undefined) {
    gate.subscribers += 1;
    try {
      for (let count = 1; count <= times; count += 1) {
        yield { greetings: `Hello ${count}` };
        await delay(10);
      }
      if (thenFailWith) fail(thenFailWith);
    } finally {
      gate.subscribers -= 1;
    }
  }
  const once = async function* () {
    yield {};
  };
  return new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      greetings: {
        type: text,
        description: 'A greeting every few milliseconds, for ever or so many times.',
        args: { times: { type: GraphQLInt }, thenFailWith: { type: GraphQLString } },
        subscribe: (_root, { times = Number.POSITIVE_INFINITY, thenFailWith }) => greet(times, thenFailWith),
      },
      refusing: { ...failing, description: 'Fails before the first event.', subscribe: failing.resolve },
      failing: { ...failing, description: 'Fails for each event.', subscribe: once },
    },
  });
}
