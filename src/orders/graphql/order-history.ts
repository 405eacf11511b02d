import { z } from 'zod';
import type { EventStore } from '../../event-sourcing/event-store.js';
import { orThrow } from '../../graphql/or-throw.js';
import {
  connectionType,
  type ListOrder,
  type Page,
  pageRequestIn,
  toPage,
} from '../../graphql/pagination.js';
import { integer, largestInt, validate } from '../../validation/index.js';
import type { OrderView } from '../read-order.js';
import { OrderEventType } from './order-event-type.js';
import { toOrderEvent } from './order-event-types.js';

export const OrderEventConnection = connectionType(OrderEventType, 'OrderEvent');

const byVersion: ListOrder<OrderEventType, readonly [version: number]> = {
  name: 'events',
  key: z.tuple([integer(1, largestInt)]),
  keyOf: ({ version }) => [version],
};
const pageRequest = pageRequestIn(byVersion);

/** A page of an order's events up to the version shown; `rollbacks` are those known today. */
export async function orderHistory(
  store: Pick<EventStore, 'readStream'>,
  { order, planned, rollbacks }: OrderView & Required<Pick<OrderView, 'rollbacks'>>,
  page: { readonly first: number | null; readonly after: string | null },
): Promise<Page<OrderEventType>> {
  const request = orThrow(validate(pageRequest, { ...page, first: page.first ?? 100 }));
  const after = request.from?.[0] ?? 0;
  const upTo = Math.min(order.version, after + request.size + 1);
  const events = after < upTo ? [...(await store.readStream(order.streamId, after, upTo))] : [];
  if (planned?.version === upTo && after < upTo) events.push(planned); // it is in no stream
  const nodes = events.map((event) => toOrderEvent(event, rollbacks));
  return toPage(byVersion, request, nodes, async () => order.version);
}
