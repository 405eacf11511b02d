import { type RawBuilder, sql } from 'kysely';
import type { OrderStatus } from '../domain/order-status.js';

export interface OrderFilter {
  readonly customerId?: string | undefined;
  readonly reference?: string | undefined;
  readonly status?: readonly OrderStatus[] | undefined;
  readonly productId?: string | undefined;
  readonly createdFrom?: Date | undefined;
  /** Exclusive. */
  readonly createdTo?: Date | undefined;
  /** In the major unit, whatever the currency. */
  readonly minTotal?: string | undefined;
  readonly maxTotal?: string | undefined;
}

export type Condition = RawBuilder<boolean>;

/** What a row must satisfy, for each part of the filter that is given. */
const conditions: {
  readonly [Name in keyof OrderFilter]-?: (value: NonNullable<OrderFilter[Name]>) => Condition;
} = {
  customerId: (id) => sql`customer_id = ${id}`,
  reference: (reference) => sql`reference = ${reference}`,
  status: (statuses) => sql`status = any(${statuses})`,
  productId: (id) => sql`product_ids @> array[${id}]`,
  createdFrom: (from) => sql`created_at >= ${from}`,
  createdTo: (to) => sql`created_at < ${to}`,
  minTotal: (least) => sql`total >= ${least}`,
  maxTotal: (most) => sql`total <= ${most}`,
};

/** The names of what a filter asks for. */
export const partsOf = (filter: OrderFilter): readonly (keyof OrderFilter)[] =>
  (Object.keys(conditions) as (keyof OrderFilter)[]).filter((part) => filter[part] !== undefined);

/** What rows must satisfy: all of it, or only the parts that are wanted. */
export const conditionsOf = (
  filter: OrderFilter,
  wanted: (part: keyof OrderFilter) => boolean = () => true,
): Condition[] =>
  partsOf(filter)
    .filter(wanted)
    .map((part) => conditions[part](filter[part] as never));

export const all = (of: readonly Condition[]): Condition =>
  of.length === 0 ? sql`true` : sql`${sql.join(of, sql` and `)}`;
