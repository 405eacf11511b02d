import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { readConfig } from '../../config.js';
import type { PostgresConnection } from '../../database/embedded/index.js';
import { addDemoData } from '../../demo-data.js';
import type { Role } from '../../graphql/context.js';
import { openStorage } from '../../storage.js';
import { projectFolder, type RunningProcess, runProcess } from '../../testing/server-process.js';
import { startTestGateway } from '../../testing/test-gateway.js';
import { jwtSecret, secondsFromNow, signToken } from '../../testing/tokens.js';
import type { Caller } from './cases.js';

/** Bytes, after the garbage has been collected. */
export interface Memory {
  readonly heapUsed: number;
  readonly rss: number;
}

export interface FuzzedServer {
  readonly url: string;
  /** What it has told of on its own: nothing, if all is well. */
  troubles(): readonly string[];
  memory(): Promise<Memory>;
  /** Answers how it ended. */
  stop(): Promise<number | null>;
}

export interface Ground {
  /** With the limits of documents as they come, and as wide as can be. */
  readonly strict: FuzzedServer;
  readonly wide: FuzzedServer;
  readonly tokens: Readonly<Record<Caller, string | undefined>>;
  /** Of whoever works on the same store. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Nobody is slowed down or given up, however busy the machine is: rates and times are not what is looked at. */
const unhurried = {
  ...each(
    ['RATE_PER_CALLER', 'RATE_PER_ADDRESS', 'MAX_SOCKETS_PER_CALLER', 'MAX_CONNECTIONS_PER_ADDRESS'],
    '0',
  ),
  ...each(['REQUEST_TIMEOUT_MS', 'STATEMENT_TIMEOUT_MS', 'LOCK_TIMEOUT_MS'], '60000'),
};

/** So that large documents come to what lies behind the limits. */
const widely = each(
  [
    ...['MAX_TOKENS', 'MAX_DEPTH', 'MAX_ALIASES', 'MAX_DIRECTIVES', 'MAX_ROOT_FIELDS', 'MAX_MUTATIONS'],
    ...['MAX_COST', 'MAX_LIST_ITEMS', 'MAX_BODY_BYTES', 'MAX_MESSAGE_BYTES', 'MAX_SUBSCRIPTIONS_PER_SOCKET'],
  ],
  '1000000',
);

function each(names: readonly string[], value: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/** Two servers in production configuration on an empty, migrated database, with the demo data and a payment gateway. */
export async function prepareGround({ host, port, user, database }: PostgresConnection): Promise<Ground> {
  const gateway = await startTestGateway({ laterMs: 50, slowMs: 600, repeatMs: 50 });
  const settings = {
    DATABASE_URL: `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
    AUTH_JWT_SECRET: jwtSecret,
    LOG_LEVEL: 'error',
    PORT: '0',
    ...unhurried,
    PAYMENT_TIMEOUT_MS: '300',
    FULFILMENT_ATTEMPTS: '2',
    ...gateway.settings,
  };
  await stock(settings);
  const [strict, wide] = await Promise.all([startServer(settings), startServer({ ...settings, ...widely })]);
  gateway.tell(strict.url);
  return {
    ...{ strict, wide, settings },
    tokens: await signTokens(),
    async stop() {
      await Promise.all([strict.stop(), wide.stop()]);
      await gateway.stop();
    },
  };
}

async function stock(settings: Record<string, string>): Promise<void> {
  const storage = await openStorage(readConfig(settings), pino({ level: 'silent' }));
  await addDemoData(storage);
  await storage.close();
}

async function signTokens(): Promise<Ground['tokens']> {
  const sign = (sub: string, role: Role) => signToken({ sub, roles: [role], exp: secondsFromNow(1_000_000) });
  const [customer, stranger, operator, admin] = await Promise.all([
    sign('ada', 'customer'),
    sign('alan', 'customer'),
    sign('an operator', 'operator'),
    sign('an admin', 'admin'),
  ]);
  return { customer, stranger, operator, admin, nobody: undefined };
}

/** What goes wrong outside, as this ground's gateway does, or takes long on a busy machine. */
const expected = /^(http|memory )|the fulfilment of orders|ReadModelLag|lock timeout/;

const program = fileURLToPath(new URL('./fuzzed-server.mjs', import.meta.url));

async function startServer(settings: Record<string, string>): Promise<FuzzedServer> {
  const command = [process.execPath, '--expose-gc', '--enable-source-maps', program];
  const server = runProcess({ command, settings, cwd: projectFolder });
  const url = await server.line(/^http/);
  return {
    url,
    troubles: () => server.said.filter((line) => !expected.test(line)),
    memory: () => memoryOf(server),
    stop: async () => (await server.end('SIGTERM')).code,
  };
}

async function memoryOf({ pid, said }: RunningProcess): Promise<Memory> {
  const lines = () => said.filter((line) => line.startsWith('memory '));
  const before = lines().length;
  process.kill(pid, 'SIGUSR2');
  while (lines().length === before) await delay(10);
  return JSON.parse(lines().at(-1)?.slice('memory '.length) ?? '');
}
