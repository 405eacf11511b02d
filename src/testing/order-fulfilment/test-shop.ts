import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { vi } from 'vitest';
import { findProducts } from '../../catalogue/index.js';
import { addDemoData } from '../../demo-data.js';
import { isRejection } from '../../event-sourcing/errors.js';
import type { Recorded } from '../../event-sourcing/event.js';
import {
  type FulfilmentOptions,
  type RunningFulfilment,
  startFulfilment,
} from '../../order-fulfilment/fulfilment.js';
import {
  createOrders,
  type OrderEvent,
  type OrderSnapshot,
  type OrderState,
  type Orders,
  processView,
} from '../../orders/index.js';
import { httpGateway } from '../../payments/index.js';
import { type Feed, startFeed } from '../../processors/feed/feed.js';
import { openStorage, type Storage } from '../../storage.js';
import { testConfig } from '../test-app.js';
import { createTestDatabase, type TestDatabase } from '../test-database.js';
import { startTestGateway } from '../test-gateway.js';

/** A shop with the demo data, a real sandbox gateway, and as many processes that fulfil orders as it is told to start. */
export interface TestShop {
  readonly database: TestDatabase;
  readonly storage: Storage;
  readonly orders: Orders;
  readonly gateway: ReturnType<typeof httpGateway>;
  /** Gone after `close`. */
  start(options?: Partial<FulfilmentOptions>): Promise<RunningFulfilment>;
  change(name: Parameters<Orders['change']>[0], input: object): Promise<OrderSnapshot>;
  /** An order of these quantities, paid with a token; its id. */
  order(items: Readonly<Record<string, number>>, paymentToken?: string): Promise<string>;
  load(orderId: string): Promise<OrderState>;
  history(orderId: string): Promise<readonly Recorded<OrderEvent>[]>;
  /** Resolves with the order when its process is in this state, as events have it and in the work list. */
  settles(orderId: string, state?: string): Promise<OrderState>;
  stockOf(productId: string): Promise<readonly [stockLevel: number, reserved: number]>;
  /** What the gateway has done for an order, oldest first: `KIND amount`. */
  ledger(orderId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const patience = { timeout: 20_000, interval: 10 };

export async function openTestShop(): Promise<TestShop> {
  const database = await createTestDatabase();
  const storage = await openStorage(testConfig(database), pino({ level: 'silent' }));
  await addDemoData(storage);
  const { db, store } = storage;
  const feed: Feed = await startFeed({ store, pollInterval: 20, onError: () => {} });
  const orders = createOrders({ store, db, takesPayments: true });
  const running: RunningFulfilment[] = [];
  const sandbox = await startTestGateway({ laterMs: 30 });
  const { PAYMENT_GATEWAY_URL: url } = sandbox.settings;
  const gateway = httpGateway({ url, timeoutMs: 500, retryMs: 1, breakerFailures: 1_000 });

  return {
    ...{ database, storage, orders, gateway, ...customersOf(orders), ...sightsOf(storage, orders) },
    async start(options = {}) {
      const fulfilment = await startFulfilment({
        ...{ db, store, feed, orders, gateway, pollInterval: 100, onTrouble: () => {} },
        ...options,
        retries: { firstPause: 5, longestPause: 20, ...options.retries },
      });
      running.push(fulfilment);
      return fulfilment;
    },
    async ledger(orderId) {
      const entries = await sandbox.ledger();
      return entries.filter((it) => it.orderId === orderId).map((it) => `${it.kind} ${it.amount.amount}`);
    },
    async close() {
      await Promise.all(running.map((it) => it.stop()));
      await feed.stop();
      await sandbox.stop();
      await storage.close();
      await database.drop();
    },
  };
}

/** What is asked of the shop. */
function customersOf(orders: Orders) {
  const change: TestShop['change'] = async (name, input) => {
    const outcome = await orders.change(name, input, { actor: 'tester', correlationId: uuidv7() });
    if (isRejection(outcome)) throw new Error(outcome.message);
    return outcome.after;
  };
  const order: TestShop['order'] = async (items, paymentToken = 'tok_ok') => {
    const lines = Object.entries(items).map(([productId, quantity]) => ({ productId, quantity }));
    return (await change('createOrder', { customerId: 'ada', items: lines, paymentToken })).streamId;
  };
  return { change, order };
}

/** What can be seen of it. */
function sightsOf(storage: Storage, orders: Orders) {
  const load = async (orderId: string) => (await orders.load(orderId)).state as OrderState;
  const settles: TestShop['settles'] = (orderId, state = 'COMPLETED') =>
    vi.waitFor(async () => {
      const { state: order, version } = await orders.load(orderId);
      const row = await rowOf(storage, orderId);
      const told = order && processView(order)?.state;
      if (order && told === state && row?.state === state && row.version === version) return order;
      throw new Error(`${orderId} is ${told}, not ${state}, at version ${version}: ${JSON.stringify(row)}`);
    }, patience);
  const history: TestShop['history'] = async (orderId) =>
    (await storage.store.readStream(orderId)) as readonly Recorded<OrderEvent>[];
  const stockOf: TestShop['stockOf'] = async (productId) => {
    const product = (await findProducts(storage.db, [productId])).get(productId);
    return [product?.stockLevel ?? -1, product?.reserved ?? -1];
  };
  return { load, settles, history, stockOf };
}

/** A process's row in the work list. */
export const rowOf = ({ db }: Storage, orderId: string) =>
  db.selectFrom('fulfilment.processes').selectAll().where('order_id', '=', orderId).executeTakeFirst();
