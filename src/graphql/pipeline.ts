import type { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller, RequestContext, RequestTrace } from './context.js';
import { type FormattedError, formatErrors, withoutSuggestions } from './errors.js';
import { fairTurns, type TakeTurn } from './fair-turns.js';
import { mayIntrospect } from './introspection.js';
import { listRoom } from './limits/list-items.js';
import { defaultLimits } from './limits/operation-limits.js';
import { paced } from './paced.js';
import type { OperationRequest } from './persisted-documents.js';
import { charge, prices, type Rates, type Spender, unlimited } from './rates.js';
import { type Admitted, type OperationSettings, operationReader, type Refused } from './read-operation.js';
import { withinTime } from './request-timeout.js';

export interface PipelineOptions<Context extends RequestContext> extends OperationSettings {
  readonly rates?: Rates;
  readonly requestTimeoutMs?: number;
  /** Adds what resolvers share during one operation, data loaders for example. */
  readonly extendContext?: (shared: RequestContext) => Context;
}

interface Result {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

export interface PresentedResult {
  errors?: readonly FormattedError[];
  data?: Record<string, unknown> | null;
}

export type InTime = <T>(work: () => Promise<T>, letGo?: (late: T) => unknown) => Promise<T>;

/** The way of every operation, whichever transport brings it: document, limits, context, execution, answer. */
export interface Pipeline<Context extends RequestContext> {
  readonly schema: OperationSettings['schema'];
  /** Where rates hold, who was refused something lately begins one thing in a turn of 8 ms: others do not wait for it. */
  readonly takeTurn: TakeTurn;
  /** Takes points for what is no operation, or not yet. Throws RATE_LIMITED. */
  charge(spender: Spender, price: keyof typeof prices): Promise<void>;
  /**
   * Resolves when a WebSocket message of so many characters may be handled. It costs a point as a request does, and
   * one for each thousand of them; whoever has none left is not refused, but waits like those who were.
   */
  takeMessage(spender: Spender, length: number): Promise<void>;
  /**
   * Finds, parses, measures and validates the document, and takes the operation's cost from who asks. What it
   * refuses costs its address. Throws RATE_LIMITED.
   */
  admit(request: OperationRequest, spender: Required<Spender>): Promise<Admitted | Refused>;
  createContext(trace: RequestTrace, caller: Caller): Context;
  /** What the work answers. Throws REQUEST_TIMEOUT where that takes too long; the work goes on unheard. */
  inTime: InTime;
  /** The result as its caller may see it. */
  present(result: Result, trace: RequestTrace, caller?: Caller): PresentedResult;
}

const readingMsInATurn = 10;

export function createPipeline<Context extends RequestContext>(
  options: PipelineOptions<Context>,
): Pipeline<Context> {
  const { schema, rates = unlimited, introspection, requestTimeoutMs = 10_000 } = options;
  const { extendContext = (shared) => shared as Context } = options;
  const { listItems } = { ...defaultLimits, ...options.limits };
  const read = operationReader(options);
  const refusedLately = new LRUCache<string, true>({ max: 10_000, ttl: 5_000 });
  const isHeld = (address: string) => rates !== unlimited && refusedLately.has(address);
  const takeTurn = fairTurns(isHeld);
  const inTurn = paced(readingMsInATurn);
  return {
    schema,
    takeTurn,
    charge(spender, price) {
      if (price === 'refusal') refusedLately.set(spender.address, true);
      return charge(rates, spender, prices[price]);
    },
    async takeMessage(spender, length) {
      const shortage = await rates.spend(spender, prices.request + Math.floor(length / 1_000));
      if (shortage) refusedLately.set(spender.address, true);
      await takeTurn(spender.address);
    },
    async admit(request, spender) {
      const admission = await inTurn(() => read(request, spender.caller));
      if (admission.errors) refusedLately.set(spender.address, true);
      await charge(rates, admission.errors ? { address: spender.address } : spender, admission.cost);
      return admission;
    },
    createContext: (trace, caller) => extendContext({ ...trace, caller, listRoom: listRoom(listItems) }),
    inTime: (work, letGo) => withinTime(requestTimeoutMs, work, letGo),
    present({ errors, data }, trace, caller) {
      const formatted = errors && formatErrors(errors, trace);
      const told =
        caller === undefined || mayIntrospect(caller, introspection)
          ? formatted
          : formatted?.map(withoutSuggestions);
      return { ...(told && { errors: told }), ...(data !== undefined && { data }) };
    },
  };
}
