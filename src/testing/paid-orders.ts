import { type Logger, pino } from 'pino';
import { createAudit } from '../audit/index.js';
import { addDemoData } from '../demo-data.js';
import { isRejection } from '../event-sourcing/errors.js';
import { authenticator } from '../graphql/authentication.js';
import { startGraphqlServer } from '../graphql/server.js';
import {
  createOrders,
  type Fulfilment,
  type FulfilmentCommand,
  liveOrders,
  type OrdersContext,
  ordersProjection,
} from '../orders/index.js';
import { startFeed } from '../processors/feed/feed.js';
import { startDispatcher } from '../processors/live/dispatcher.js';
import { startProjector } from '../processors/projector/projector.js';
import { schema } from '../schema.js';
import { openStorage } from '../storage.js';
import { testConfig } from './test-app.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Quantities by product. */
type Goods = Readonly<Record<string, number>>;

export const usd = (amount: string) => ({ amount, currency: 'USD' });

export const itemsOf = (goods: Goods) =>
  Object.entries(goods).map(([productId, quantity]) => ({ productId, quantity }));

/** What the catalogue holds for the order from now on. */
export const reservation = (
  revision: number,
  reserved: Goods,
  shipped: Goods = {},
  reason: 'NOT_NEEDED' | 'EXPIRED' = 'NOT_NEEDED',
): FulfilmentCommand => ({
  type: 'RecordReservation',
  revision,
  reserved: itemsOf(reserved),
  shipped: itemsOf(shipped),
  expiresAt: Date.UTC(2040, 0, 1),
  reason,
});

/** A move of the gateway's. `ids` are its own names, and the reason of a decline. */
export const money = (type: string, ids: object, amount: string): FulfilmentCommand =>
  ({
    type: 'RecordMoney',
    token: null,
    event: { type, data: { ...ids, amount: usd(amount), operation: null } },
  }) as FulfilmentCommand;

export const authorized = (amount: string, authorizationId = 'auth-1') =>
  money('PaymentAuthorized', { authorizationId }, amount);

/** Of its usual authorisation. */
export const captured = (amount: string, captureId = 'capture-1') =>
  money('PaymentCaptured', { captureId, authorizationId: 'auth-1' }, amount);

/** The process manager gave up a step. */
export const paused = (step: 'CAPTURE_PAYMENT' | 'REFUND_PAYMENT', amount: string): FulfilmentCommand => ({
  type: 'PauseFulfilment',
  step,
  operation: {
    key: `key of ${step}`,
    amount: usd(amount),
    authorizationId: 'auth-1',
    captureId: 'capture-1',
  },
  attempts: 6,
  error: 'The gateway does not answer',
});

export interface PaidOrders {
  readonly url: string;
  readonly database: TestDatabase;
  /** What the process manager is said to be at; a test fills it. */
  readonly workList: Map<string, Fulfilment>;
  /** Records what happened outside. Throws where it is refused. */
  record(orderId: string, ...commands: FulfilmentCommand[]): Promise<void>;
  /** Drops the database too. */
  stop(): Promise<void>;
}

/** A server of orders that take payments, with the demo data, and nobody who works at them: tests say what happens. */
export async function startPaidOrders(log: Logger = pino({ level: 'silent' })): Promise<PaidOrders> {
  const database = await createTestDatabase();
  const storage = await openStorage(testConfig(database), log);
  await addDemoData(storage);
  const { db, store, personalData } = storage;
  const onError = (error: unknown) => log.error({ reason: String(error) }, 'the feed cannot be read');
  const feed = await startFeed({ store, onError });
  const dispatcher = startDispatcher({ feed, onError });
  const orders = createOrders({ store, db, takesPayments: true });
  const orderList = await startProjector({
    ...{ db, feed, store, lanes: store.lanes, projection: ordersProjection },
    stateAt: orders.loadAt,
    onTrouble: (what, error) => log.error({ reason: String(error) }, what),
  });
  const workList = new Map<string, Fulfilment>();
  const live = { dispatcher, liveOrders: liveOrders({ dispatcher, orders }) };
  const read = { orders, orderList, fulfilments: listed(workList) };
  const audit = createAudit({ db, events: store, log });
  const shared = { db, personalData, audit, store, feed, ...live, ...read };
  const server = await startGraphqlServer<OrdersContext>({
    ...{ schema, log, host: '127.0.0.1', port: 0, exampleOperations: '' },
    authenticate: authenticator(undefined),
    isReady: async () => true,
    extendContext: (base) => ({ ...base, ...shared }),
  });
  return {
    url: server.url,
    database,
    workList,
    async record(orderId, ...commands) {
      for (const command of commands) {
        const outcome = await orders.record(orderId, command, { actor: 'outside', correlationId: orderId });
        if (isRejection(outcome)) throw new Error(outcome.message);
      }
    },
    async stop() {
      await server.stop();
      await audit.stop();
      await orderList.stop();
      await feed.stop();
      await storage.close();
      await database.drop();
    },
  };
}

/** A work list as the process manager would answer it. */
function listed(workList: ReadonlyMap<string, Fulfilment>): OrdersContext['fulfilments'] {
  const inState = (state?: string) =>
    [...workList.values()].filter((it) => state === undefined || it.state === state);
  return {
    find: async (orderId) => workList.get(orderId),
    async list(state, { size, backward, from }) {
      const beyond = (id: string) => from === undefined || (backward ? id < from[0] : id > from[0]);
      const sign = backward ? -1 : 1;
      return inState(state)
        .sort((a, b) => sign * (a.orderId < b.orderId ? -1 : 1))
        .filter(({ orderId }) => beyond(orderId))
        .slice(0, size + 1);
    },
    count: async (state) => inState(state).length,
  };
}
