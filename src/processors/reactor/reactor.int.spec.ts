import { Kysely, PostgresDialect, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import type { Database } from '../../database/database.js';
import { createPool } from '../../database/pool.js';
import { notes, noting } from '../../testing/notes.js';
import { openStoreProcess } from '../../testing/test-event-store.js';
import { projectorTests } from '../../testing/test-projector.js';
import { startFeed } from '../feed/feed.js';
import { moveCheckpointWith } from '../projector/checkpoint.js';
import { type ReactorOptions, startReactor } from './reactor.js';

const soon = { timeout: 10_000, interval: 5 };
const test = projectorTests();

const streamId = uuidv7();
const write = (count = 2) =>
  test.writer.store.append(noting({ streamId, expectedVersion: 'any', events: notes(count) }));

/** A process that writes down each event that it is told of, in a table without a key. */
async function open(options: Partial<ReactorOptions> = {}) {
  await test.database.admin.query('create table if not exists public.told (version integer, process text)');
  await test.database.admin.query('grant all on public.told to public');
  const process = await openStoreProcess(test.database.connection, { listenOn: test.database.connection });
  test.after(process.close);
  const { db, store } = process;
  const feed = await startFeed({ store, pollInterval: 50, onError: () => {} });
  test.after(feed.stop);
  const onTrouble = vi.fn();
  const name = 'told';
  const id = uuidv7();
  const react = vi.fn<ReactorOptions['react']>(({ from, to, events }) => {
    const versions = events.map(({ version }) => version);
    const written = sql`written as (
      insert into public.told select v, ${id} from taken, unnest(${versions}::integer[]) v
    )`;
    return moveCheckpointWith(options.db ?? db, name, from, to, [written]);
  });
  const reactor = await startReactor({
    ...{ db, feed, store, name, lanes: 1, react, onTrouble },
    ...options,
  });
  test.after(reactor.stop);
  return { id, reactor, react, onTrouble };
}

async function told(): Promise<{ version: number; process: string }[]> {
  return (await test.database.admin.query('select * from public.told order by version')).rows;
}
const versions = async () => (await told()).map(({ version }) => version);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('a reactor', () => {
  it('is told of all events once, those from before its time too, and goes on where it stopped', async () => {
    await write(5);
    const first = await open({ batch: 2 });
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(5)), soon);
    await first.reactor.stop();
    await write();
    await open();
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(7)), soon);
  });

  it('takes one statement for a page while it leads', async () => {
    const statements: string[] = [];
    const pool = createPool(test.database.connection, { role: 'retrace_app' });
    const db = new Kysely<Database>({
      dialect: new PostgresDialect({ pool }),
      log: ({ query }) => void statements.push(query.sql.trim().slice(0, 6)),
    });
    test.after(() => db.destroy());
    const { react } = await open({ db });
    await write(1);
    await vi.waitFor(() => expect(react).toHaveBeenCalled(), soon);
    await react.mock.results[0]?.value;
    statements.length = 0;
    for (let count = 2; count <= 6; count += 1) {
      await write(1);
      await vi.waitFor(async () => expect(await versions()).toEqual(upTo(count)), soon);
    }
    expect(statements.filter((it) => it === 'select').length).toBeLessThan(2); // when it has been idle for long
    expect(statements.filter((it) => it === 'with t').length).toBe(react.mock.calls.length - 1);
  });

  it('writes nothing with what another process has overtaken: of several one leads, and the others stand by', async () => {
    const all = [await open(), await open(), await open()];
    for (let round = 1; round <= 10; round += 1) {
      await write();
      await vi.waitFor(async () => expect(await versions()).toEqual(upTo(2 * round)), soon);
    }
    expect(new Set((await told()).slice(2).map((it) => it.process)).size).toBe(1);
    expect(all.every(({ onTrouble }) => onTrouble.mock.calls.length === 0)).toBe(true);
  });

  it('takes over within 5 s where whoever led is gone, or hangs', async () => {
    const [one, two] = [await open(), await open()];
    await write();
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(2)), soon);
    const leader = (await told())[0]?.process;
    const gone = leader === one.id ? one : two;
    let letGo = (_: boolean) => {};
    gone.react.mockImplementation(
      () =>
        new Promise((resolve) => {
          letGo = resolve;
        }),
    );
    await write();
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(4)), { ...soon, timeout: 5_000 });
    expect((await told()).at(-1)?.process).not.toBe(leader);
    letGo(false);
  });

  it('halts where an event is missing, and goes on when it is back', async () => {
    await write(3);
    await test.database.admin.query(`
      begin; set local session_replication_role = replica;
      create table kept as select * from event_store.events where position = 2;
      delete from event_store.events where position = 2; commit`);
    const { onTrouble } = await open();
    await vi.waitFor(() => expect(onTrouble).toHaveBeenCalled(), soon);
    expect(onTrouble.mock.calls).toEqual([['has halted until its events are mended', expect.any(Error)]]);
    expect(await versions()).toEqual([]);
    await test.database.admin.query(
      'begin; set local session_replication_role = replica; insert into event_store.events select * from kept; commit',
    );
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(3)), soon);
  });

  it('goes back with its checkpoint where a crash of Postgres has lost what it had written', async () => {
    const { react } = await open();
    await write();
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(2)), soon);
    await test.database.admin.query(
      "update event_store.checkpoints set cursor = '{0}', revision = 0 where processor = 'told'; delete from public.told",
    );
    await vi.waitFor(async () => expect(await versions()).toEqual(upTo(2)), soon);
    expect(react.mock.calls.length).toBeGreaterThan(1);
  });
});
