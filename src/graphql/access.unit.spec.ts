import { buildSchema, type GraphQLObjectType, type GraphQLSchema, graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import { accessOf, confinedTo, guardAccess } from './access.js';
import type { Caller, Role } from './context.js';

const callerWith = (...roles: Role[]): Caller => ({ actor: 'ada', roles: new Set(roles) });

/** A schema in which fields say who may use them by a comment at their end: `# operator`. */
function schemaOf(text: string): GraphQLSchema {
  const schema = buildSchema(text.replaceAll(/# (\w+)/g, '@deprecated(reason: "$1")'), {
    assumeValid: true,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.deprecationReason) field.extensions = { access: field.deprecationReason };
    }
  }
  return schema;
}

const shop = () =>
  guardAccess(
    schemaOf(`
      type Query {
        product: Product # customer
        stock: Int # operator
        buy(order: Order, orders: [[Order!]!]): Int # customer
        keys: Int # admin
      }
      type Product { name: String  bought: Int # operator
      }
      input Order { lines: [Line!]  note: String # admin
      }
      input Line { price: Int # operator
      }`),
  );

async function refusals(caller: Caller, source: string): Promise<readonly string[]> {
  const rootValue = { product: { name: 'Tea', bought: 3 }, stock: 7, buy: 1, keys: 2 };
  const { errors = [] } = await graphql({ schema: shop(), source, rootValue, contextValue: { caller } });
  return errors.map(({ message, extensions }) => `${extensions.code}: ${message}`);
}

describe('a guarded schema', () => {
  it.each([
    ['{ product { name } buy }', 'customer', []],
    ['{ stock }', 'customer', ['FORBIDDEN: Query.stock needs the role operator']],
    ['{ stock product { bought } }', 'operator', []],
    ['{ product { bought } }', 'customer', ['FORBIDDEN: Product.bought needs the role operator']],
    ['{ keys }', 'operator', ['FORBIDDEN: Query.keys needs the role admin']],
    ['{ keys stock }', 'admin', []],
    ['{ buy(order: { lines: [{ price: null }] note: null }) }', 'customer', []],
    [
      '{ buy(order: { lines: [{}, { price: 0 }] }) }',
      'customer',
      ['FORBIDDEN: Line.price needs the role operator'],
    ],
    [
      '{ buy(orders: [[{ lines: [{ price: 1 }] }]]) }',
      'customer',
      ['FORBIDDEN: Line.price needs the role operator'],
    ],
    ['{ buy(order: { lines: [{ price: 1 }] }) }', 'operator', []],
    ['{ buy(order: { note: "" }) }', 'operator', ['FORBIDDEN: Order.note needs the role admin']],
  ] as const)('answers %s, asked by a %s, with %j', async (source, role, expected) => {
    expect(await refusals(callerWith(role), source)).toEqual(expected);
  });

  it('answers nothing to a caller without a role', async () => {
    expect(await refusals(callerWith(), '{ product { name } }')).toEqual([
      'FORBIDDEN: Query.product needs the role customer',
    ]);
  });

  it.each(['Query', 'Mutation', 'Subscription'])('has no %s that says nothing', (type) => {
    const others = type === 'Query' ? '' : 'type Query { ok: Int # customer\n }';
    expect(() => guardAccess(schemaOf(`${others} type ${type} { open: Int }`))).toThrow(
      `${type}.open must say who may use it: @Access(role)`,
    );
  });

  it('asks when a subscription begins, and again for each event', () => {
    const schema = schemaOf(
      'type Query { ok: Int # customer\n } type Subscription { news: Int # operator\n }',
    );
    const { news } = (schema.getSubscriptionType() as GraphQLObjectType).getFields();
    if (news) news.subscribe = () => 'the stream';
    guardAccess(schema);
    for (const resolve of [news?.subscribe, news?.resolve]) {
      const ask = (role: Role) =>
        resolve?.({ news: 1 }, {}, { caller: callerWith(role) }, { fieldName: 'news' } as never);
      expect(() => ask('customer')).toThrow('Subscription.news needs the role operator');
      expect(ask('operator')).toBeDefined();
    }
  });
});

it('who is confined to own orders is a customer, and no more than that', () => {
  expect(confinedTo(callerWith('customer'))).toBe('ada');
  expect(confinedTo(callerWith())).toBe('ada');
  expect(confinedTo(callerWith('customer', 'operator'))).toBeUndefined();
  expect(confinedTo(callerWith('admin'))).toBeUndefined();
});

it('what is no role says nothing of who may use a field', () => {
  expect(accessOf({ access: 'chef' })).toBeUndefined();
});
