import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { pageSize } from '../validation/index.js';
import { encodeCursor } from './encode-cursor.js';

const defaultSize = 20;

/** How a list is ordered: a name that no other order has, and what places a row in it. */
export interface ListOrder<Row, Key extends readonly unknown[]> {
  readonly name: string;
  readonly key: z.ZodType<Key>;
  keyOf(row: Row): Key;
}

/** `size` rows next to `from` (exclusive; absent: the list's start or end). Read one more, to know if there is. */
export interface PageRequest<Key> {
  readonly size: number;
  readonly backward: boolean;
  readonly from?: Key;
}

export interface Page<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly nodes: readonly Row[];
  readonly pageInfo: PageInfo;
  /** Runs only when a client asks for `totalCount`. */
  count(): Promise<number>;
}

/** Turns PageArguments into a PageRequest; refuses cursors that this order of this list did not make. */
export function pageRequestIn<Row, Key extends readonly unknown[]>(order: ListOrder<Row, Key>) {
  const size = pageSize.nullish();
  const cursor = cursorOf(order).nullish();
  return z
    .object({ first: size, after: cursor, last: size, before: cursor })
    .refine(({ first, after, last, before }) => !(given(first, after) && given(last, before)), {
      error: 'page forward with first and after, or backward with last and before, not both',
    })
    .transform(({ first, after, last, before }): PageRequest<Key> => {
      const from = after ?? before;
      return {
        size: first ?? last ?? defaultSize,
        backward: given(last, before),
        ...(from ? { from } : {}),
      };
    });
}

const given = (...values: readonly unknown[]) =>
  values.some((value) => value !== undefined && value !== null);

const cursorOf = <Row, Key extends readonly unknown[]>(order: ListOrder<Row, Key>) =>
  z.string().transform((cursor, context): Key => {
    const key = order.key.safeParse(keyIn(cursor));
    // Of all that can be decoded, only what encodes to the same again is a cursor, and of this order.
    if (key.success && encodeCursor(order.name, key.data) === cursor) return key.data;
    context.addIssue({ code: 'custom', message: 'is not a cursor of this list in this order' });
    return z.NEVER;
  });

function keyIn(cursor: string): unknown[] | undefined {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()).slice(1);
  } catch {
    return undefined;
  }
}

/** The page made of up to `size + 1` rows, read in the request's direction, nearest first. */
export function toPage<Row, Key extends readonly unknown[]>(
  order: ListOrder<Row, Key>,
  { size, backward, from }: PageRequest<Key>,
  rows: readonly Row[],
  count: () => Promise<number>,
): Page<Row> {
  const nodes = rows.slice(0, size);
  if (backward) nodes.reverse();
  const edges = nodes.map((node) => ({ cursor: encodeCursor(order.name, order.keyOf(node)), node }));
  const beyond = rows.length > size;
  const behind = from !== undefined;
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: backward ? behind : beyond,
      hasPreviousPage: backward ? beyond : behind,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    count,
  };
}

@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the start, or after `after`: 1 to 100, else 20.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'An edge’s cursor: the page begins after it.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end, or before `before`: 1 to 100, else 20.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'An edge’s cursor: the page ends before it.' })
  before?: string | null;
}

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  readonly hasNextPage!: boolean;

  @Field(() => Boolean)
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true })
  readonly endCursor!: string | null;
}

type NodeType = abstract new (...args: never[]) => object;

/** The types `<name>Connection` and `<name>Edge` for pages of a type. Resolvers answer them with a Page. */
export function connectionType(node: NodeType, name: string) {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String)
    readonly cursor!: string;

    @Field(() => node)
    readonly node!: object;
  }

  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [Edge])
    readonly edges!: readonly Edge[];

    @Field(() => [node])
    readonly nodes!: readonly object[];

    @Field(() => PageInfo)
    readonly pageInfo!: PageInfo;

    readonly count!: () => Promise<number>;

    @Field(() => Int, { description: 'Of all pages. Counted only where it is asked for.' })
    totalCount(): Promise<number> {
      return this.count();
    }
  }
  return Connection;
}
