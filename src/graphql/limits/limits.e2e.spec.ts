import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothTransports } from '../../testing/both-transports.js';
import { type GreetingServer, startGreetingServer } from '../../testing/greeting-server.js';
import { limitListItems } from './list-items.js';

const schema = buildSchema(`
  type Query { one: Int  sum(of: [Int!]!): Int  node: Node!  nodes(first: Int, last: Int): Nodes!
    long: [Long!]! }
  type Mutation { change: Int }
  type Node { id: ID  again: Node!  all(first: Int): [Node!]! }
  type Nodes { nodes: [Node!]! }
  type Long { id: ID  long: [Long!]!  later: [Long]  absent: [Long!] }
`);
const node = { id: 'n', again: () => node, all: () => [node] };
Object.assign(schema.getQueryType()?.getFields().node ?? {}, { resolve: () => node });
Object.assign(schema.getQueryType()?.getFields().nodes ?? {}, { resolve: () => ({ nodes: [node] }) });

const long = { id: 'l', long: () => of100, later: async () => of100, absent: null };
const of100: object[] = Array(100).fill(long);
Object.assign(schema.getQueryType()?.getFields().long ?? {}, { resolve: () => of100 });
limitListItems(schema);

let server: GreetingServer;
beforeAll(async () => {
  server = await startGreetingServer({ schema });
});
afterAll(() => server.stop());

const nested = (levels: number) => `{node${'{again'.repeat(levels - 2)}{id}${'}'.repeat(levels - 2)}}`;
const times = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');
const chain = (length: number) =>
  times(length, (n) => `fragment F${n} on Node { again { ...F${n + 1} ...F${n + 1} } }`);

describe.each(bothTransports(() => server))('over %s', (_name, sendRaw) => {
  const send = (query: string, variables?: object) => sendRaw({ query, variables });

  it.each([
    ['tokens', `{ sum(of: [${times(1_991, () => '1')}]) }`],
    ['depth', nested(10)],
    [
      'depth, less that of introspection',
      `{ __type(name: "a") ${'{ofType'.repeat(12)}{name}${'}'.repeat(12)} }`,
    ],
    ['aliases', `{ node { ${times(15, (n) => `a${n}: id`)} } }`],
    ['directives', `{ node { ${times(5, () => 'id @skip(if: false)')} } }`],
    ['root fields', `{ ${times(20, () => 'one')} }`],
    ['mutations', `mutation { ${times(5, () => 'change')} }`],
    ['cost', '{ nodes(first: 4998) { nodes { id } } }'],
    ['the operation that runs, not its neighbours', `query A { one } query B ${nested(11)}`],
  ])('an operation may have as much as the limit: %s', async (_what, query) => {
    const { errors } = await send(query);
    expect(errors.filter(({ message }) => !message.startsWith('Must provide operation name'))).toEqual([]);
  });

  const F = 'fragment F on Node { b: id @skip(if: true) }';
  it.each([
    ['tokens', `{ sum(of: [${times(1_992, () => '1')}]) }`, 2_000, undefined],
    ['depth', nested(11), 10, 11],
    ['depth', '{ node { again { ...F0 } } } fragment F9 on Node { id }'.concat(chain(9)), 10, 12],
    ['aliases', `{ node { ${times(16, (n) => `a${n}: __typename`)} } }`, 15, 16],
    ['aliases', `{ node { ${times(8, () => 'again { ...F ...F }')} } } ${F}`, 15, 16],
    ['directives', `{ node { ...F @include(if: true) ${times(4, () => '...F')} } } ${F}`, 5, 6],
    ['rootFields', `{ ...R ...R one } fragment R on Query { ${times(10, () => 'one')} }`, 20, 21],
    ['mutations', `mutation { ${times(6, () => 'change')} }`, 5, 6],
    ['cost', '{ nodes(first: 4999) { nodes { id } } }', 5_000, 5_001],
    ['cost', '{ nodes { nodes { all { all { all { all { id } } } } } } }', 5_000, 3_368_422],
    ['cost', '{ nodes(last: 100) { nodes { all(first: 100) @skip(if: true) { id } } } }', 5_000, 10_102],
  ])('and no more: %s, in %s', async (limit, query, max, found) => {
    const { errors } = await send(query);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { limit, max, ...(found && { found }) },
    });
    const { setting } = (errors[0]?.extensions.details ?? {}) as { setting?: string };
    expect(errors[0]?.message).toMatch(new RegExp(`${found ?? ''}.*${max}.*\\(${setting}\\)`));
  });

  it.each([
    ['as it is given', { n: 5_000 }, 5_002],
    ['as its default', {}, 6_002],
    ['beyond all numbers', { n: 1e308 }, Number.MAX_SAFE_INTEGER],
  ])('a variable counts %s', async (_how, variables, found) => {
    const { errors } = await send('query($n: Int = 6000) { nodes(first: $n) { nodes { id } } }', variables);
    expect(errors[0]?.extensions.details).toMatchObject({ limit: 'cost', found });
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'a variable named %s counts as its default',
    async (name) => {
      const { errors } = await send(
        `query($${name}: Int = 6000) { nodes(first: $${name}) { nodes { id } } }`,
        {},
      );
      expect(errors[0]?.extensions.details).toMatchObject({ limit: 'cost', found: 6_002 });
    },
  );

  it('a page that says nothing of its size is named by the refusal, and what it counts', async () => {
    const { errors } = await send('{ nodes(first: 100) { nodes { all { id again { id } } } } }');
    expect(errors[0]?.message).toMatch(
      /more than \d+: give a first to "all" \(else it counts 20 items\), ask/,
    );
    const { errors: sized } = await send('{ nodes(first: 4999) { nodes { id } } }');
    expect(sized[0]?.message).toMatch(/more than \d+: ask for fewer fields/);
  });

  it('a variable that asks for little costs little', async () => {
    const { errors } = await send('query($n: Int) { nodes(first: $n) { nodes { id } } }', { n: 3 });
    expect(errors).toEqual([]);
  });

  it.each(['long', 'later'])(
    'lists may have no more than 5,000 items together in an answer: %s',
    async (list) => {
      expect((await send('{ long { absent { id } long { id } } }')).errors[0]?.extensions.details).toEqual({
        ...{ limit: 'listItems', max: 5_000, setting: 'MAX_LIST_ITEMS' },
      });
      const { errors } = await send(`{ long { ${list} { id } } }`);
      expect(errors[0]?.message).toMatch(/more than 5000 items.*\(MAX_LIST_ITEMS\)/);
      expect(errors[0]?.extensions.code).toBe('VALIDATION_ERROR');
    },
  );

  it('and as many in the next', async () => {
    const almost = times(15, (n) => `a${n}: long { id absent { id } }`);
    for (const _time of ['first', 'next', 'last']) {
      const { data, errors } = await send(`{ ${almost} ${times(5, () => 'long { id }')} }`);
      expect(errors).toEqual([]);
      expect(Object.keys(data ?? {})).toHaveLength(16);
    }
  });

  it('tells five errors of a document at the most', async () => {
    const { errors } = await send(`{ ${times(20, (n) => `unknown${n}`)} }`);
    expect(errors).toHaveLength(6);
    expect(errors.at(-1)).toMatchObject({
      message: 'More than 5 errors: the others are not told (MAX_VALIDATION_ERRORS).',
      extensions: { details: { limit: 'validationErrors', max: 5, setting: 'MAX_VALIDATION_ERRORS' } },
    });
  });

  it('tells five errors of variables at the most, and none of their values', async () => {
    const of = Array(1_000).fill('secret');
    const { errors } = await send('query($of: [Int!]!) { sum(of: $of) }', { of });
    expect(errors).toHaveLength(6);
    expect(errors[0]?.message).toMatch(/"\$of" got an invalid value at "of\[0\]"; Int cannot represent/);
    expect(errors.at(-1)?.extensions).toMatchObject({
      ...{ code: 'VALIDATION_ERROR', details: { limit: 'validationErrors', max: 5 } },
    });
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(
      (await send('query($of: [Int!]!) { sum(of: $of) }', { of: Array(5).fill('a') })).errors,
    ).toHaveLength(5);
  });

  it('a field may be asked for thirty times in one place, and no more', async () => {
    const query = (times: number) => `{ node { ... { ${'again { id } '.repeat(times - 1)} } again { id } } }`;
    expect((await send(query(30))).errors).toEqual([]);
    const [error] = (await send(query(31))).errors;
    expect(error?.message).toMatch(/"again" is asked for 31 times.*more than 30/);
    expect(error?.extensions).toMatchObject({
      ...{ code: 'VALIDATION_ERROR', details: { limit: 'repeats', found: 31, max: 30 } },
    });
  });

  it('introspection may ask for lists inside two others, and no deeper', async () => {
    const query = (levels: number) =>
      `{ __schema { types { ${'fields { type { '.repeat(levels)} name ${'} }'.repeat(levels)} } } }`;
    expect((await send(query(2))).errors).toEqual([]);
    const [error] = (await send(query(3))).errors;
    expect(error?.message).toMatch(/more than 2 lists of fields/);
    expect(error?.extensions.details).toEqual({ limit: 'introspectionDepth', max: 2 });
    expect(error?.locations).toHaveLength(1);
  });

  // Expanded, the first has 2 to the power of 100 fields.
  it.each([
    ['that spread each other', `{ node { ...F0 } } fragment F100 on Node { id } ${chain(100)}`, /levels/],
    [
      'that spread themselves',
      '{ node { ...A } } fragment A on Node { again { ...B } } fragment B on Node { again { ...A } }',
      /Cannot spread fragment "A" within itself/,
    ],
    ['that are not there', '{ node { ...Nowhere } }', /Unknown fragment "Nowhere"/],
  ])('fragments %s are refused as fast as they are read', async (_how, query, message) => {
    const { errors } = await send(query);
    expect(errors[0]?.message).toMatch(message);
  });
});
