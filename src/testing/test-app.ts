import { type Logger, pino } from 'pino';
import { type App, startApp } from '../app.js';
import { readConfig } from '../config.js';
import type { PostgresConnection } from '../database/embedded/index.js';
import { addDemoData } from '../demo-data.js';
import { openStorage } from '../storage.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface TestApp extends App {
  readonly database: TestDatabase;
}

/** The address of a test database as users would write it. */
export const databaseUrl = ({ host, port, user, database }: PostgresConnection): string =>
  `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;

/** Settings for what is longer than requests may be by default. */
export const roomForLong = { MAX_BODY_BYTES: '524288', MAX_MESSAGE_BYTES: '524288' };

/** The settings of a server on a test database, at any free port. */
export const testConfig = (database: TestDatabase, settings: Record<string, string> = {}) =>
  readConfig({ DATABASE_URL: databaseUrl(database.connection), PORT: '0', LOG_LEVEL: 'silent', ...settings });

/** A server in this process on a database of its own, with the demo data. `stop` drops the database too. */
export async function startTestApp(settings: Record<string, string> = {}, logger?: Logger): Promise<TestApp> {
  const database = await createTestDatabase();
  const config = testConfig(database, settings);
  const log = logger ?? pino({ level: config.LOG_LEVEL });
  const storage = await openStorage(config, log);
  await addDemoData(storage);
  await storage.close();
  const app = await startApp(config, log);
  return {
    ...app,
    database,
    async stop() {
      await app.stop();
      await database.drop();
    },
  };
}
