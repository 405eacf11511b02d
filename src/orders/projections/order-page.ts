import { type RawBuilder, sql } from 'kysely';
import type { OrderSnapshot } from '../domain/state.js';
import { all, type Condition, conditionsOf, type OrderFilter, partsOf } from './order-filter.js';

export type SortColumn = 'created_at' | 'updated_at' | 'total';

export interface PlaceRequest {
  readonly column: SortColumn;
  readonly descending: boolean;
  /** Exclusive; absent: from the end of the order. */
  readonly after: readonly [value: Date | string, orderId: string] | undefined;
  readonly limit: number;
}

type Rows = RawBuilder<{ snapshot: OrderSnapshot }>;

/** How many places of the sort order are looked at one by one before all matches are gathered. */
const nearestPlaces = 1_000;

/** The orders next to a place, nearest first. */
export function orderPage(filter: OrderFilter, request: PlaceRequest): Rows {
  if (filter.reference !== undefined) return gatheredPage(filter, request);
  const served = servedBy(filter, request);
  const rest = conditionsOf(filter, (name) => !served.includes(name));
  return rest.length === 0 ? servedPage(filter, request) : searchedPage(filter, rest, request);
}

type Parts = readonly (keyof OrderFilter)[];

/** Least and most of what an index is ordered by. */
const bounds: { readonly [Column in SortColumn]: Parts } = {
  created_at: ['createdFrom', 'createdTo'],
  updated_at: [],
  total: ['minTotal', 'maxTotal'],
};

/** The parts of the filter with which an index in the wanted order begins, or which bound it. */
function servedBy(filter: OrderFilter, { column, descending, after }: PlaceRequest): Parts {
  const [least, most] = bounds[column];
  // An index is entered at one place: where there is a cursor, at that one.
  const ends = (after === undefined ? [least, most] : [descending ? least : most]).flatMap((it) => it ?? []);
  if (column !== 'created_at') return ends;
  if (filter.customerId !== undefined) return ['customerId', ...ends];
  // Each status has a stretch of the index of its own: not the nearest places, unless all of them match.
  const withStatus: Parts = ['status', ...ends];
  return partsOf(filter).every((part) => withStatus.includes(part)) ? withStatus : ends;
}

/** All matches, of which there are few, found by whatever index finds them. */
const gatheredPage = (filter: OrderFilter, request: PlaceRequest): Rows => sql`
  with matches as materialized (select * from read_model.orders where ${all(conditionsOf(filter))})
  select snapshot from matches where ${all(beyond(request))} ${inOrder(request)} limit ${request.limit}`;

/** The next entries of an index. */
const servedPage = (filter: OrderFilter, request: PlaceRequest): Rows => sql`
  select snapshot from (${nearest(filter, request, request.limit)}) as nearest
  ${inOrder(request)} limit ${request.limit}`;

/**
 * Where the nearest places hold a page of matches, that is the page. Where not, matches are rare there, and all
 * are gathered, by whatever index finds them, and sorted. Left to itself the planner takes matches to be
 * everywhere, and walks the whole order where they are all at its far end: 0.6 s instead of 10 ms.
 */
function searchedPage(filter: OrderFilter, rest: readonly Condition[], request: PlaceRequest): Rows {
  const { limit } = request;
  const column = sql.ref(request.column);
  const ordered = inOrder(request);
  const places = nearest(filter, request, nearestPlaces);
  return sql`
    with near as materialized (
      select order_id, ${column} from (${places}) as places where ${all(rest)} ${ordered} limit ${limit}
    ), short as materialized (
      select (select count(*) from near) < ${limit}
        and exists (select from (${places}) as places offset ${nearestPlaces - 1}) as short
    ), far as materialized (
      select order_id, ${column} from read_model.orders
      where ${all(conditionsOf(filter))} and (select short from short)
    ), page as (
      select * from near where not (select short from short)
      union all (select * from far where ${all(beyond(request))} ${ordered} limit ${limit})
    )
    select (select snapshot from read_model.orders o where o.order_id = page.order_id) from page ${ordered}`;
}

/** The nearest rows that satisfy what an index serves: where it serves statuses, so many of each. */
function nearest(filter: OrderFilter, request: PlaceRequest, limit: number): RawBuilder<unknown> {
  const served = servedBy(filter, request);
  const others = conditionsOf(filter, (name) => served.includes(name) && name !== 'status');
  const rows = (conditions: readonly Condition[]) => sql`
    select * from read_model.orders o
    where ${all([...conditions, ...others, ...beyond(request), ...implied(filter, request)])}
    ${inOrder(request)} limit ${limit}`;
  if (!served.includes('status') || filter.status === undefined) return rows([]);
  const statuses = [...new Set(filter.status)];
  return sql`
    select of_status.* from unnest(${statuses}::text[]) as wanted (status)
    cross join lateral (${rows([sql`o.status = wanted.status`])}) as of_status`;
}

/** No order changes before it is created. */
const implied = ({ createdFrom }: OrderFilter, { column, descending, after }: PlaceRequest): Condition[] =>
  createdFrom !== undefined && column === 'updated_at' && (descending || !after)
    ? [sql`updated_at >= ${createdFrom}`]
    : [];

function beyond({ column, descending, after }: PlaceRequest): Condition[] {
  if (!after) return [];
  const [value, orderId] = after;
  const type = sql.raw(column === 'total' ? 'numeric' : 'timestamptz');
  const comparison = sql.raw(descending ? '<' : '>');
  return [sql`(${sql.ref(column)}, order_id) ${comparison} (${value}::${type}, ${orderId}::uuid)`];
}

const direction = ({ descending }: PlaceRequest) => sql.raw(descending ? 'desc' : 'asc');

const inOrder = (request: PlaceRequest) =>
  sql`order by ${sql.ref(request.column)} ${direction(request)}, order_id ${direction(request)}`;
