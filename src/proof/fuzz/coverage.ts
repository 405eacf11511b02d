import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { Asked } from './documents.js';
import type { World } from './world.js';

/** What has been answered with success at least once, and what has been given in what was. */
export interface Coverage {
  /** Looks through the data of one answer; `isWhole` where it came without errors. */
  note(asked: readonly Asked[], data: unknown, isWhole: boolean): void;
  /** Type.field, Type.field.argument and Input.field that the schema has and nothing has reached. */
  missed(): string[];
  readonly reached: number;
  readonly all: number;
}

export function createCoverage(schema: GraphQLSchema, world: World): Coverage {
  const all = coordinatesOf(schema);
  const met = new Set<string>();

  function visit(asked: readonly Asked[], value: unknown, isWhole: boolean): void {
    if (Array.isArray(value)) {
      for (const it of value) visit(asked, it, isWhole);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const object = value as Record<string, unknown>;
    for (const { key, coordinate, inputs, on, children } of asked) {
      if (on !== undefined && on !== object.__typename) continue;
      const answer = object[key];
      if (answer === undefined || (answer === null && (!isWhole || isRoot.test(coordinate)))) continue;
      met.add(coordinate);
      for (const input of inputs) met.add(input);
      const kind = worthKnowing[coordinate] ?? /^(\w+Edge)\.cursor$/.exec(coordinate)?.[1];
      if (kind !== undefined) world.learn(kind, answer);
      visit(children, answer, isWhole);
    }
  }

  return {
    note: visit,
    missed: () => [...all].filter((it) => !met.has(it)).sort(),
    get reached() {
      return [...all].filter((it) => met.has(it)).length;
    },
    all: all.size,
  };
}

/** Where null means that there is no such thing. */
const isRoot = /^(Query|Mutation|Subscription)\./;

/** What later cases can ask for. */
const worthKnowing: Readonly<Record<string, string>> = {
  'Order.id': 'order',
  'Order.reference': 'reference',
  'Order.updatedAt': 'time',
  'Product.id': 'product',
  'Customer.id': 'customer',
  'OrderPayload.cursor': 'cursor',
  'FeedItem.cursor': 'cursor',
  'EventFeedPage.endCursor': 'cursor',
  'ParkedEvent.eventId': 'parked',
};

function coordinatesOf(schema: GraphQLSchema): Set<string> {
  const found = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const { name, args } of Object.values(type.getFields())) {
        found.add(`${type.name}.${name}`);
        for (const argument of args) found.add(`${type.name}.${name}.${argument.name}`);
      }
    } else if (isInputObjectType(type)) {
      for (const name of Object.keys(type.getFields())) found.add(`${type.name}.${name}`);
    }
  }
  return found;
}
