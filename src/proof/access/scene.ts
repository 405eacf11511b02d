import { uuidv7 } from 'uuidv7';
import { vi } from 'vitest';
import { type OrderEvent, orderEventSchemas } from '../../orders/index.js';
import { note } from '../../testing/notes.js';
import { item, orderApi } from '../../testing/order-api.js';
import * as story from '../../testing/orders/order-events.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';
import { openStoreProcess, type StoreProcess } from '../../testing/test-event-store.js';
import { jwtSecret, type Token, tokenOf } from '../../testing/tokens.js';
import type { Scene } from './arguments.js';
import type { CallerName } from './expected.js';

export interface Stage extends Scene {
  readonly app: TestApp;
  readonly tokens: Readonly<Record<CallerName, Token>>;
  close(): Promise<void>;
}

/** A server with tokens, Ada's order with all that can happen to one, and Grace, who has another. */
export async function setTheScene(): Promise<Stage> {
  const unlimited = { RATE_PER_CALLER: '0', RATE_PER_ADDRESS: '0' };
  const app = await startTestApp({ AUTH_JWT_SECRET: jwtSecret, ...unlimited });
  const writer = await openStoreProcess(app.database.connection);
  const tokens = {
    owner: await tokenOf('ada', 'customer'),
    stranger: await tokenOf('grace', 'customer'),
    operator: await tokenOf('olga', 'operator'),
    admin: await tokenOf('root', 'admin'),
  };
  const api = orderApi(app.url, tokens.admin);
  const start = (await api.run('{ eventFeed(first: 1) { endCursor } }')).eventFeed.endCursor;
  const order = await tell(writer, wholeStory);
  const parked = await tell(writer, [story.ordered({ 'house-beans': 1 }, null), unusable]);
  const strangersOrder = await api.createOrder({ customerId: 'grace' });
  const erasure = { customerId: 'hedy', reason: 'on demand' };
  const { customerId: erasedCustomer } = await api.change('eraseCustomer', erasure, 'customerId');
  const parkedEvent = await vi.waitFor(async () => {
    const { nodes } = (await api.run('{ parkedEvents(projection: "orders") { nodes { eventId streamId } } }'))
      .parkedEvents;
    return nodes.find(({ streamId }: { streamId: string }) => streamId === parked).eventId as string;
  }, soon);
  await vi.waitFor(async () => {
    const { nodes } = (await api.run('{ fulfilments(state: WAITING) { nodes { orderId } } }')).fulfilments;
    if (nodes[0]?.orderId !== order) throw new Error('the order is not on the work list');
  }, soon);

  return {
    ...{ app, tokens, order, strangersOrder, start, parkedEvent, erasedCustomer },
    async newOrder() {
      const orderId = await api.createOrder({ items: [item('filter-papers'), item('moka-pot')] });
      await api.change('changeOrderItemQuantity', { orderId, productId: 'moka-pot', quantity: 2 });
      return orderId;
    },
    newWaitingOrder: () => tell(writer, waiting),
    async close() {
      await writer.close();
      await app.stop();
    },
  };
}

const soon = { timeout: 20_000, interval: 20 };

type Told = Pick<OrderEvent, 'type' | 'data'> | { readonly type: string; readonly data: unknown };

/** Puts these events of a new order of Ada's into the log. */
async function tell({ store }: StoreProcess, events: readonly Told[]): Promise<string> {
  const streamId = uuidv7();
  const recorded = events.map(({ type, data }) => {
    const { upcasters } = orderEventSchemas[type as OrderEvent['type']] ?? { upcasters: [] };
    const told = { type, schemaVersion: upcasters.length + 1, json: JSON.stringify(data) };
    return note({ ...told, subject: 'ada', source: '192.0.2.7', causationId: uuidv7() });
  });
  await store.append({ streamId, expectedVersion: 0, events: recorded });
  return streamId;
}

const unusable = { type: 'OrderItemAdded', data: { quantity: 2 } };

/** It ends where somebody must act, so that nothing happens to it by itself. */
const waiting = [
  story.ordered({ 'house-beans': 2, 'milk-jug': 1 }),
  story.reserved({ 'house-beans': 2, 'milk-jug': 1 }),
  story.authorized('30.00'),
  story.paused('CONFIRM_ORDER'),
];

/** Each kind of event once at least. */
const wholeStory = [
  ...waiting,
  story.resumed,
  ...story.added({ 'espresso-cups': 1 }),
  story.changed('house-beans', 2, 3),
  { type: 'OrderItemRemoved', data: { productId: 'milk-jug', quantity: 1 } },
  story.cancelled('a mistake'),
  story.rolledBack(9, 8),
  story.confirmed,
  story.paidWith('card'),
  story.short('house-beans', 3, 1),
  story.released({ 'milk-jug': 1 }),
  story.shipped({ 'house-beans': 1 }, 3),
  story.declined('1.00'),
  story.captured('10.00'),
  story.refunded('4.00'),
  story.voided('20.00'),
  { type: 'OrderWrappedAsGift', data: { paper: 'gold' } },
  story.paused('CAPTURE_PAYMENT', story.operation('10.00')),
  story.settled('CAPTURE_PAYMENT', 'NOT_DONE'),
  story.paused('CAPTURE_PAYMENT', story.operation('10.00')),
];
