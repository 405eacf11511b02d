import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectNoPostgres, makeDataFolder, removeDataFolder } from '../testing/data-folder.js';
import { connectAcknowledged } from '../testing/graphql-client.js';
import { orderApi } from '../testing/order-api.js';
import { postmasterOf } from '../testing/postmaster.js';
import {
  type ProcessOptions,
  projectFolder,
  type RunningProcess,
  runProcess,
  type ServerProcess,
  startServerProcess,
} from '../testing/server-process.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let dataDir: string;
let started: RunningProcess[];

beforeEach(async () => {
  dataDir = await makeDataFolder();
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map((each) => each.end('SIGKILL')));
  await removeDataFolder(dataDir);
});

async function start(options: ProcessOptions = {}): Promise<ServerProcess> {
  const settings = { DATA_DIR: dataDir, ...options.settings };
  const server = await startServerProcess({ ...options, settings });
  started.push(server);
  return server;
}

/** A server that must refuse to start: all that it says, and its exit code. */
async function refusal(
  settings: Record<string, string>,
): Promise<{ said: readonly string[]; code: number | null }> {
  const server = runProcess({ settings: { DATA_DIR: dataDir, ...settings } });
  started.push(server);
  const { code } = await server.ended;
  return { said: server.said, code };
}

describe('a server that is told to stop', () => {
  it('answers what it has accepted, closes sockets with 1001, and exits with 0', async () => {
    const server = await start();
    await server.line(/every caller on this machine is an admin/); // it asks for no token
    const api = orderApi(server.url);
    const [first, second] = await Promise.all([api.createOrder(), api.createOrder()]);
    const [idle, subscribed, changing] = await Promise.all(
      [1, 2, 3].map(() => connectAcknowledged(server.url)),
    );
    subscribed?.send(operation('subscription { orderEvents { cursor } }'));

    const release = await holdUpAppends();
    const overHttp = api.change('cancelOrder', { orderId: first, reason: 'Changed my mind' });
    changing?.send(
      operation(
        `mutation { cancelOrder(input: { orderId: "${second}", reason: "So did I" }) { order { version } } }`,
      ),
    );
    await appendsWaiting(2);
    const ended = server.end('SIGTERM');
    await vi.waitFor(async () => expect(await readiness(server)).toBe('not ready'));
    await release();

    expect(await overHttp).toMatchObject({ order: { version: 2, status: 'CANCELLED' } });
    expect(await changing?.next()).toMatchObject({
      payload: { data: { cancelOrder: { order: { version: 2 } } } },
    });
    for (const socket of [idle, subscribed, changing]) {
      expect(await socket?.closed()).toMatchObject({ code: 1001 });
    }
    expect(await ended).toEqual({ code: 0, signal: null });
    await expectNoPostgres(dataDir);

    const next = orderApi((await start()).url);
    for (const id of [first, second]) expect((await next.order(id, 'status')).status).toBe('CANCELLED');
  });

  it('does not wait for ever for a database that does not answer', async () => {
    const server = await start();
    const api = orderApi(server.url);
    const orderId = await api.createOrder();
    const release = await holdUpAppends();
    const stuck = api.change('cancelOrder', { orderId, reason: 'Never mind' }).catch(() => 'refused');
    await appendsWaiting(1);
    const asked = performance.now();
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    console.info(`stopped under a held lock in ${Math.round(performance.now() - asked)} ms`);
    expect(await stuck).toBe('refused');
    await release();
  });
});

describe('npm start', () => {
  it.each([
    ['SIGTERM', 'its process group', true],
    ['SIGINT', 'its process group', true],
    ['SIGTERM', 'npm alone', false],
  ] as const)('exits with 0 on %s to %s, and leaves nothing', async (signal, _, group) => {
    const server = await start({ command: ['npm', 'start'], group });
    await orderApi(server.url).createOrder();
    const postgres = (await postmasterOf(dataDir))?.pid as number;
    expect(await server.end(signal)).toEqual({ code: 0, signal: null });
    expect(await readiness(server)).toBe('not ready');
    await expectNoPostgres(dataDir);
    expect(() => process.kill(postgres, 0)).toThrow('ESRCH');
  });

  it('works from another folder, with spaces in its name, to which DATA_DIR is relative', async () => {
    const folder = join(dataDir, 'a folder with spaces');
    await mkdir(folder);
    const command = ['npm', '--prefix', projectFolder, 'start'];
    const server = await start({ command, cwd: folder, group: true, settings: { DATA_DIR: 'my data' } });
    await orderApi(server.url).createOrder();
    expect(await postmasterOf(join(folder, 'my data'))).toBeDefined();
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await expectNoPostgres(join(folder, 'my data'));
  });
});

describe('servers on one data folder', () => {
  it('share it when they start at the same time, and go on when one stops or is killed', async () => {
    const [a, b, c] = await Promise.all([start(), start(), start()]);
    const orderId = await orderApi(a.url).createOrder();
    for (const [i, server] of [b, c].entries()) {
      await orderApi(server.url).change('addOrderItem', {
        orderId,
        item: { productId: 'moka-pot', quantity: 1 },
      });
      expect(await orderApi(a.url).order(orderId, 'version')).toEqual({ version: i + 2 });
    }
    expect(await a.end('SIGTERM')).toEqual({ code: 0, signal: null });
    await survivesOn(b, orderId);
    await b.end('SIGKILL');
    await survivesOn(c, orderId);
    await c.end('SIGKILL');
    await survivesOn(await start(), orderId);
  });
});

describe('a start that cannot be', () => {
  it('says what is wrong with each setting, one line each, and exits with 1', async () => {
    const { said, code } = await refusal({
      PORT: '65536',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://localhost',
      AUTH_JWT_SECRET: 'short',
    });
    expect(code).toBe(1);
    expect(said.map((line) => line.split(' ')[0]).sort()).toEqual([
      'AUTH_JWT_SECRET',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
    ]);
  });

  it('refuses to let the whole network in without authentication', async () => {
    const { said, code } = await refusal({ HOST: '0.0.0.0' });
    expect({ code, said }).toEqual({
      code: 1,
      said: [expect.stringMatching(/^HOST 0\.0\.0\.0 is not loopback.*AUTH_JWT_SECRET/)],
    });
  });

  it('says in one line that its port is taken, and leaves no Postgres', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { said, code } = await refusal({ PORT: `${port}`, LOG_LEVEL: 'error' });
    expect({ code, said }).toEqual({
      code: 1,
      said: [expect.stringMatching(new RegExp(`Port ${port} is taken.*set PORT`))],
    });
    await expectNoPostgres(dataDir);
    other.close();
  });
});

const operation = (query: string) => ({ id: '1', type: 'subscribe', payload: { query } });

async function connected(): Promise<pg.Client> {
  const client = new pg.Client((await postmasterOf(dataDir))?.connection);
  client.on('error', () => undefined); // Postgres may stop first
  await client.connect();
  return client;
}

/** Nobody can append until what it answers is called. */
async function holdUpAppends(): Promise<() => Promise<void>> {
  const client = await connected();
  await client.query('begin; select from event_store.heads for update');
  return () => client.end().catch(() => undefined);
}

async function appendsWaiting(count: number): Promise<void> {
  const client = await connected();
  await vi.waitFor(
    async () => {
      const { rows } = await client.query('select from pg_locks where not granted');
      expect(rows.length).toBeGreaterThanOrEqual(count);
    },
    { timeout: 30_000, interval: 10 },
  );
  await client.end();
}

/** A server that is stopping may also have closed its door already. */
const readiness = ({ port }: ServerProcess): Promise<string> =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    async (response) => ((await response.json()) as { status: string }).status,
    () => 'not ready',
  );

/** At once, or when one of those who are left has brought Postgres back. */
async function survivesOn({ url }: ServerProcess, orderId: string): Promise<void> {
  const api = orderApi(url);
  const input = { orderId, item: { productId: 'moka-pot', quantity: 1 }, idempotencyKey: uuidv7() };
  const added = () => api.change('addOrderItem', input, 'order { version }');
  const { order } = await vi.waitFor(added, { timeout: 60_000, interval: 100 });
  expect(await api.order(orderId, 'version')).toEqual(order);
}
