import 'reflect-metadata';
import { graphql } from 'graphql';
import { buildSchema, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isRejection } from '../event-sourcing/errors.js';
import { validate } from '../validation/index.js';
import { encodeCursor } from './encode-cursor.js';
import { connectionType, type ListOrder, type PageArguments, pageRequestIn, toPage } from './pagination.js';

interface Row {
  readonly at: number;
  readonly id: string;
}

const byTime: ListOrder<Row, readonly [at: number, id: string]> = {
  name: 'rows by time',
  key: z.tuple([z.int(), z.string()]),
  keyOf: ({ at, id }) => [at, id],
};
const request = (page: PageArguments) => validate(pageRequestIn(byTime), page);
const cursor = encodeCursor(byTime.name, [5, 'e']);

describe('pageRequestIn', () => {
  it.each([
    [{}, { size: 20, backward: false }],
    [
      { first: null, after: null, last: null, before: null },
      { size: 20, backward: false },
    ],
    [{ first: 1 }, { size: 1, backward: false }],
    [
      { first: 100, after: cursor },
      { size: 100, backward: false, from: [5, 'e'] },
    ],
    [{ after: cursor }, { size: 20, backward: false, from: [5, 'e'] }],
    [{ last: 3 }, { size: 3, backward: true }],
    [
      { last: 3, before: cursor },
      { size: 3, backward: true, from: [5, 'e'] },
    ],
    [{ before: cursor }, { size: 20, backward: true, from: [5, 'e'] }],
  ])('reads %j', (page, expected) => {
    expect(request(page)).toEqual(expected);
  });

  it.each([0, -1, 101, 10_000, 1.5, 2 ** 31])('refuses a size of %d, either way', (size) => {
    const message = 'must be a whole number from 1 to 100';
    const limit = { limit: 'pageSize', max: 100 };
    expect(request({ first: size })).toMatchObject({ details: [{ path: 'first', message, ...limit }] });
    expect(request({ last: size })).toMatchObject({ details: [{ path: 'last', message, ...limit }] });
  });

  it.each([
    { first: 1, last: 1 },
    { after: cursor, last: 1 },
    { first: 1, before: cursor },
    { after: cursor, before: cursor },
  ])('refuses two directions at once: %j', (page) => {
    expect(request(page)).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining('not both'),
    });
  });

  it.each([
    ['nothing', ''],
    ['words', 'not a cursor'],
    ['another list’s', encodeCursor('products', [5, 'e'])],
    ['another order’s', encodeCursor('rows by id', [5, 'e'])],
    ['one with a key too few', encodeCursor(byTime.name, [5])],
    ['one with a key too many', encodeCursor(byTime.name, [5, 'e', 1])],
    ['one with keys of other types', encodeCursor(byTime.name, ['5', 'e'])],
    ['one with a number that JSON cannot tell from null', encodeCursor(byTime.name, [Infinity, 'e'])],
    ['one with something added', `${cursor}!`],
    ['a truncated one', cursor.slice(0, -3)],
    ['one in another base', Buffer.from(cursor, 'base64url').toString('hex')],
    ['one spelt otherwise', Buffer.from(`["${byTime.name}", 5, "e"]`).toString('base64url')],
    ['one that holds no list', Buffer.from('{}').toString('base64url')],
    ['one that holds null', Buffer.from('null').toString('base64url')],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('refuses a forged cursor: %s', (_, forged) => {
    const message = 'is not a cursor of this list in this order';
    expect(request({ after: forged })).toMatchObject({ details: [{ path: 'after', message }] });
    expect(request({ before: forged })).toMatchObject({ details: [{ path: 'before', message }] });
  });
});

describe('toPage', () => {
  const all: Row[] = [1, 2, 3, 4, 5].map((at) => ({ at, id: `row-${at}` }));
  const count = async () => all.length;

  /** Pages through all rows as a query would, and back. */
  function read(page: PageArguments) {
    const asked = request(page);
    if (isRejection(asked)) throw new Error(asked.message);
    const { size, backward, from = [backward ? 9 : 0, ''] } = asked;
    const rows = all.filter(({ at }) => (backward ? at < from[0] : at > from[0]));
    if (backward) rows.reverse();
    return toPage(byTime, asked, rows.slice(0, size + 1), count);
  }
  const places = (page: ReturnType<typeof read>) => page.nodes.map(({ at }) => at);

  it('goes forward page by page and tells where the list begins and ends', () => {
    const first = read({ first: 2 });
    const second = read({ first: 2, after: first.pageInfo.endCursor });
    const third = read({ first: 2, after: second.pageInfo.endCursor });
    expect([first, second, third].map(places)).toEqual([[1, 2], [3, 4], [5]]);
    expect(first.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    expect(second.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    expect(third.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });

  it('goes backward page by page, each in the list’s own order', () => {
    const last = read({ last: 2 });
    const middle = read({ last: 2, before: last.pageInfo.startCursor });
    const first = read({ last: 2, before: middle.pageInfo.startCursor });
    expect([last, middle, first].map(places)).toEqual([[4, 5], [2, 3], [1]]);
    expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(middle.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    expect(first.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  });

  it('knows no further page where the rows fill this one exactly', () => {
    expect(read({ first: 5 }).pageInfo.hasNextPage).toBe(false);
    expect(read({ last: 5 }).pageInfo.hasPreviousPage).toBe(false);
  });

  it('gives each edge the cursor that goes on from it', () => {
    const { edges, pageInfo } = read({ first: 3 });
    expect(places(read({ after: edges[1]?.cursor ?? null }))).toEqual([3, 4, 5]);
    expect(pageInfo).toMatchObject({ startCursor: edges[0]?.cursor, endCursor: edges[2]?.cursor });
  });

  it('has no cursors where there are no rows', () => {
    expect(read({ after: read({}).pageInfo.endCursor })).toMatchObject({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });
});

describe('connectionType', () => {
  let counted = 0;
  const count = async () => ++counted;

  @ObjectType()
  class Integer {
    @Field(() => Int)
    readonly at!: number;
  }
  const IntegerConnection = connectionType(Integer, 'Integer');

  @Resolver()
  class IntegerResolver {
    @Query(() => IntegerConnection)
    integers() {
      return toPage(byTime, { size: 1, backward: false }, [{ at: 1, id: 'one' }], count);
    }
  }

  const ask = async (selection: string) => {
    const schema = await buildSchema({ resolvers: [IntegerResolver], validate: false });
    return (await graphql({ schema, source: `{ integers ${selection} }` })).data?.integers;
  };

  it('offers edges and nodes', async () => {
    expect(await ask('{ __typename nodes { at } edges { __typename cursor node { at } } }')).toEqual({
      __typename: 'IntegerConnection',
      nodes: [{ at: 1 }],
      edges: [{ __typename: 'IntegerEdge', cursor: encodeCursor(byTime.name, [1, 'one']), node: { at: 1 } }],
    });
  });

  it('counts only where the total is asked for', async () => {
    await ask('{ pageInfo { hasNextPage } }');
    expect(counted).toBe(0);
    expect(await ask('{ totalCount }')).toEqual({ totalCount: 1 });
  });
});
