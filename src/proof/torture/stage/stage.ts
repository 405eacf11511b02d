import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type PostgresConnection, startEmbeddedPostgres } from '../../../database/embedded/index.js';
import { migrate } from '../../../database/migrate.js';
import { answers, postmasterOf } from '../../../testing/postmaster.js';
import { startTestGateway, type TestGateway } from '../../../testing/test-gateway.js';
import { type Quantities, stockLevels } from '../../fulfilment/conserved-stock.js';
import { shadowPostgresClock, wrongClock } from './clocks.js';
import { stockTheShop } from './shop.js';
import { type SupervisedServer, startSupervisedServer } from './supervised-server.js';

/** Where the torture happens: a Postgres that forgets nothing, servers on it, a gateway. */
export interface Stage {
  readonly folder: string;
  readonly servers: readonly SupervisedServer[];
  readonly gateway: TestGateway;
  /** Straight to Postgres. */
  readonly connection: PostgresConnection;
  readonly client: pg.Pool;
  readonly clockFile: string;
  /** Of the shop, before there was any order. */
  readonly stock: Quantities;
  /** Stops Postgres with `immediate`, where it is the stage's own; resolves when it answers again. */
  crashPostgres(): Promise<void>;
  /** Answers the exit codes of the servers. */
  close(): Promise<readonly (number | null)[]>;
}

export interface StageOptions {
  /** For the data of Postgres, and logs. Made if missing. */
  readonly folder: string;
  /** One that is there and migrated already, instead of a Postgres of its own. */
  readonly database?: PostgresConnection;
  /** How many there are; two. */
  readonly servers?: number;
  /** Laid over the servers' settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Modules that servers load before they start. */
  readonly preloads?: readonly string[];
  /** Of Postgres. */
  readonly postgres?: Readonly<Record<string, string>>;
}

/** All clients are one caller at one address. */
const unlimited = {
  ...{
    RATE_PER_CALLER: '0',
    RATE_PER_ADDRESS: '0',
    MAX_SOCKETS_PER_CALLER: '0',
    MAX_CONNECTIONS_PER_ADDRESS: '0',
  },
};
const patient = { LOG_LEVEL: 'warn', PAYMENT_TIMEOUT_MS: '1000', FULFILMENT_ATTEMPTS: '20' };

const log = { info() {}, warn() {}, error: console.error };

export async function setStage(options: StageOptions): Promise<Stage> {
  const { folder } = options;
  const clockFile = join(folder, 'clock');
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const { connection, ...postgres } = await postgresFor(options);
  const client = new pg.Pool({ ...connection, max: 4, connectionTimeoutMillis: 60_000 });
  client.on('error', () => {});
  await shadowPostgresClock(client, connection.database);
  const gateway = await startTestGateway({ laterMs: 150, slowMs: 1_500, repeatMs: 200 });
  const settings = {
    ...unlimited,
    ...patient,
    ...gateway.settings,
    WRONG_CLOCK: clockFile,
    ...options.settings,
  };
  const servers = await startServers({ ...options, settings }, connection);
  gateway.tell((servers[0] as SupervisedServer).url);
  await stockTheShop((servers[0] as SupervisedServer).url);
  return {
    ...{ folder, servers, gateway, connection, client, clockFile },
    stock: await stockLevels(client),
    crashPostgres: postgres.crash,
    async close() {
      const codes = await Promise.all(servers.map((server) => server.stop()));
      await Promise.all([client.end(), gateway.stop()]);
      await postgres.stop();
      return codes;
    },
  };
}

async function postgresFor({ folder, database, postgres: settings = {} }: StageOptions) {
  if (database) return { connection: database, crash: async () => {}, stop: async () => {} };
  const dataDir = join(folder, 'postgres');
  const { connection, stop } = await startEmbeddedPostgres({
    ...{ dataDir, log },
    settings: { max_connections: '80', ...settings },
  });
  await migrate(connection);
  return { connection, crash: () => crash(dataDir), stop };
}

const startServers = (
  { folder, settings, servers = 2, preloads = [] }: StageOptions,
  { host, port, user, database }: PostgresConnection,
): Promise<readonly SupervisedServer[]> =>
  Promise.all(
    Array.from({ length: servers }, (_, i) =>
      startSupervisedServer({
        socket: `${host}/.s.PGSQL.${port}`,
        settings: (link) => ({
          ...settings,
          DATABASE_URL: `postgresql://${user}@127.0.0.1:${link}/${database}`,
        }),
        preloads: [wrongClock, ...preloads],
        logFile: join(folder, `server-${i}.log`),
      }),
    ),
  );

async function crash(dataDir: string): Promise<void> {
  const before = await postmasterOf(dataDir);
  if (before) process.kill(before.pid, 'SIGQUIT');
  for (;;) {
    const now = await postmasterOf(dataDir);
    if (now && now.pid !== before?.pid && (await answers(now.connection))) return;
    await delay(20);
  }
}
