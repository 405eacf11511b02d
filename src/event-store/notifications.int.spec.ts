import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPool } from '../database/pool.js';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { createStoreDatabase, type StoreDatabase } from '../testing/test-event-store.js';
import { type Notifications, startNotifications } from './notifications.js';

const soon = { timeout: 10_000, interval: 5 };

let database: StoreDatabase;
let proxy: CuttingProxy;
let pool: pg.Pool;
const started: Notifications[] = [];

beforeAll(async () => {
  database = await createStoreDatabase();
  proxy = await startCuttingProxy(database.connection);
  pool = createPool(database.connection, { role: 'retrace_app' });
});

afterEach(async () => {
  for (const it of started.splice(0)) it.stop();
  await vi.waitFor(async () => expect(await sessions()).toEqual([]), soon);
});

afterAll(async () => {
  await pool.end();
  await proxy.close();
  await database.drop();
});

/** A listener that listens; how often it was told is counted from then on. */
async function listen() {
  const onAppended = vi.fn();
  const before = (await sessions()).length;
  const notifications = startNotifications({ connection: proxy.connection, pool, onAppended });
  started.push(notifications);
  await vi.waitFor(async () => expect((await sessions()).length).toBe(before + 1), soon);
  await vi.waitFor(() => expect(onAppended).toHaveBeenCalled(), soon);
  onAppended.mockClear();
  return { notifications, onAppended };
}

const sessions = async () =>
  (
    await database.admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and application_name = 'retrace listen'`,
    )
  ).rows.map((row) => row.pid);

describe('an announcement', () => {
  it('reaches all who listen', async () => {
    const [announcing, listening] = [await listen(), await listen()];
    announcing.notifications.announce();
    await vi.waitFor(() => expect(listening.onAppended).toHaveBeenCalled(), soon);
  });

  it('is one for many calls that come together', async () => {
    const { notifications, onAppended } = await listen();
    for (let i = 0; i < 100; i += 1) notifications.announce();
    await vi.waitFor(() => expect(onAppended).toHaveBeenCalledTimes(1), soon);
    notifications.announce();
    await vi.waitFor(() => expect(onAppended).toHaveBeenCalledTimes(2), soon);
  });

  it('is given up quietly where Postgres cannot be reached', async () => {
    const gone = createPool({ host: '127.0.0.1', port: 1 });
    const onAppended = vi.fn();
    const notifications = startNotifications({
      connection: { host: '127.0.0.1', port: 1 },
      pool: gone,
      onAppended,
    });
    const tried = vi.spyOn(gone, 'query');
    notifications.announce();
    await vi.waitFor(() => expect(tried).toHaveBeenCalled(), soon);
    await expect(tried.mock.results[0]?.value).rejects.toThrow();
    notifications.stop();
    await gone.end();
    expect(onAppended).not.toHaveBeenCalled();
  });
});

describe('a listener that lost its session', () => {
  it('is told, as it may have missed something, when it has one again, and never has two', async () => {
    const { onAppended } = await listen();
    for (let losses = 1; losses <= 3; losses += 1) {
      const [lost] = await sessions();
      await database.admin.query('select pg_terminate_backend($1)', [lost]);
      await vi.waitFor(() => expect(onAppended).toHaveBeenCalledTimes(losses), soon);
      const now = await sessions();
      expect(now).toHaveLength(1);
      expect(now).not.toContain(lost);
    }
  });

  it('gets another where the connection is lost while it is being made', async () => {
    const cuts = (['before the request', 'before the answer', 'during the request'] as const).map((moment) =>
      proxy.cut(moment, 'listen retrace_appended'),
    );
    const { notifications, onAppended } = await listen();
    await Promise.all(cuts);
    notifications.announce();
    await vi.waitFor(() => expect(onAppended).toHaveBeenCalled(), soon);
    expect(await sessions()).toHaveLength(1);
  });
});

describe('a listener that was stopped', () => {
  it('ends its session, and comes back no more', async () => {
    const { notifications, onAppended } = await listen();
    notifications.stop();
    await vi.waitFor(async () => expect(await sessions()).toEqual([]), soon);
    const { notifications: other, onAppended: heard } = await listen();
    other.announce();
    await vi.waitFor(() => expect(heard).toHaveBeenCalled(), soon);
    expect(onAppended).not.toHaveBeenCalled();
    expect(await sessions()).toHaveLength(1);
  });

  it('ends while its session is being made', async () => {
    const notifications = startNotifications({ connection: proxy.connection, pool, onAppended: vi.fn() });
    notifications.stop();
    const { onAppended, notifications: other } = await listen();
    other.announce();
    await vi.waitFor(() => expect(onAppended).toHaveBeenCalled(), soon);
    expect(await sessions()).toHaveLength(1);
  });
});
