import pg from 'pg';
import { pino } from 'pino';
import { type App, startApp } from '../../app.js';
import { addDemoData } from '../../demo-data.js';
import type { OnPoint } from '../../order-fulfilment/index.js';
import { openStorage } from '../../storage.js';
import { databaseUrl, testConfig } from '../../testing/test-app.js';
import { createTestDatabase } from '../../testing/test-database.js';
import { type GatewayPauses, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';
import { type Quantities, stockLevels } from './conserved-stock.js';

/** A database with the demo data, and a gateway: what outlives servers. */
export interface Shop {
  readonly client: pg.Pool;
  readonly gateway: TestGateway;
  /** Before there was any order. */
  readonly stock: Quantities;
  /** Of a server of this shop. */
  readonly settings: Readonly<Record<string, string>>;
  /** A server in this process. */
  startServer(onPoint?: OnPoint): Promise<App>;
  /** After its servers. */
  close(): Promise<void>;
}

const log = pino({ level: 'silent' });

/** Whoever does not say otherwise is impatient with the gateway, and gives up soon. */
const impatient = { PAYMENT_TIMEOUT_MS: '300', FULFILMENT_ATTEMPTS: '2' };

export async function openShop(
  settings: Readonly<Record<string, string>> = {},
  pauses: GatewayPauses = { laterMs: 150, slowMs: 600, repeatMs: 200 },
): Promise<Shop> {
  const [database, gateway] = await Promise.all([createTestDatabase(), startTestGateway(pauses)]);
  const storage = await openStorage(testConfig(database), log);
  await addDemoData(storage);
  await storage.close();
  const client = new pg.Pool({ ...database.connection, max: 4 });
  client.on('error', () => {}); // when the database is dropped under it
  const all = { ...impatient, ...gateway.settings, ...settings };
  return {
    client,
    gateway,
    stock: await stockLevels(client),
    settings: { DATABASE_URL: databaseUrl(database.connection), ...all },
    async startServer(onPoint) {
      const app = await startApp(testConfig(database, all), log, onPoint ? { onPoint } : {});
      gateway.tell(app.url);
      return app;
    },
    async close() {
      await Promise.all([client.end(), gateway.stop()]);
      await database.drop();
    },
  };
}
