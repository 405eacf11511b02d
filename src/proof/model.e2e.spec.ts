import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openStorage, type Storage } from '../storage.js';
import { rounds, seed } from '../testing/campaign.js';
import { ask } from '../testing/graphql-client.js';
import { type Api, startInMemoryApi } from '../testing/in-memory-api.js';
import { startTestApp, type TestApp, testConfig } from '../testing/test-app.js';
import { lookAhead, lookAtList, lookBack } from './look-back.js';
import { type OrderStep, orderSteps } from './random-steps.js';
import { setOut, take, type Walk } from './walk.js';

vi.setConfig({ testTimeout: 3_600_000 });

let app: TestApp;
let storage: Storage;

beforeAll(async () => {
  app = await startTestApp();
  storage = await openStorage(testConfig(app.database), pino({ level: 'silent' }));
});

afterAll(async () => {
  await storage.close();
  await app.stop();
});

it('over HTTP and Postgres, every answer and every version is as the model says', async () => {
  const { store } = storage;
  const api: Api = { store, ask: (text, input) => ask(app.url, text, input) };
  await explore({ numRuns: rounds(12, 1_000), seed: seed(2024) }, api, lookAtList);
});

it('so it is on the store in memory, by a clock that stands still and runs backwards', async () => {
  let time = Date.UTC(2024, 0, 1);
  let ticks = 0;
  const api = await startInMemoryApi(storage.db, () => {
    ticks += 1;
    time += [1, 0, 250, 0, -40][ticks % 5] as number;
    return time;
  });
  await explore({ numRuns: rounds(20, 3_000), seed: seed(1843) }, api);
  await api.stop();
});

it('the read model made anew is the one that grew event by event', async () => {
  const rows = () => storage.db.selectFrom('read_model.orders').selectAll().orderBy('order_id').execute();
  const grown = await rows();
  expect(grown.length).toBeGreaterThan(50);
  const { errors } = await ask(app.url, 'mutation { rebuildProjection(name: "orders") { lagEvents } }');
  expect(errors).toBeUndefined();
  expect(await rows()).toEqual(grown);
});

/** Walks at random, many times, and makes sure that the walks led everywhere. */
async function explore(
  parameters: fc.Parameters<[OrderStep[]]>,
  api: Api,
  lookAround: (walk: Walk) => Promise<void> = async () => {},
): Promise<void> {
  const met = new Set<string>();
  let taken = 0;
  const property = fc.asyncProperty(orderSteps, async (steps) => {
    const walk = await setOut(api, met);
    for (const step of steps) await take(walk, step);
    await lookAround(walk);
    for (const order of walk.shop.orders) {
      await lookBack(walk, order);
      await lookAhead(walk, order);
    }
    taken += steps.length;
  });
  // Making a failure smaller takes time too, and some of it must do.
  const interruptAfterTimeLimit = rounds(300_000, 86_400_000);
  await fc.assert(property, { ...parameters, interruptAfterTimeLimit, markInterruptAsFailure: true });
  expect(taken).toBeGreaterThan(500);
  expect([...met]).toEqual(expect.arrayContaining(everywhere));
}

const changes = [
  'addOrderItem',
  'removeOrderItem',
  'changeOrderItemQuantity',
  'updateOrderStatus',
  'updateOrder',
  'rollbackOrder',
];
const everywhere = [
  ...['createOrder', 'cancelOrder', ...changes].map((mutation) => `${mutation} done`),
  ...changes.flatMap((mutation) => [`${mutation} NOT_FOUND`, `${mutation} CONCURRENCY_ERROR`]),
  ...changes.slice(0, 5).map((mutation) => `${mutation} BUSINESS_RULE_ERROR`),
  ...['changeOrderItemQuantity', 'updateOrderStatus', 'updateOrder'].map((it) => `${it} changed nothing`),
  ...['createOrder', 'addOrderItem', 'rollbackOrder'].map((it) => `${it} repeated`),
  'rollbackOrder VALIDATION_ERROR',
  'addOrderItem IDEMPOTENCY_CONFLICT',
];
