import { uuidv7 } from 'uuidv7';
import { describe, expect, it, vi } from 'vitest';
import { noteRows, replayedNotes } from '../../testing/note-projection.js';
import { note, notes, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';

const soon = { timeout: 15_000, interval: 5 };
const test = projectorTests();

const rows = () => noteRows(test.database.admin);
const replayed = () => replayedNotes(test.writer.store);

/** As a superuser who gets past the guards of history. */
const tamper = (statements: string) =>
  test.database.admin.query(`begin; set local session_replication_role = replica; ${statements}; commit`);

/** Events 1 to 6 of one stream, whose first two are projected already. */
async function begun(): Promise<string> {
  const streamId = uuidv7();
  await test.writer.store.append(noting({ streamId, events: notes(2) }));
  const { projector } = await test.open();
  await projector.reaches([2]);
  await projector.stop();
  await test.writer.store.append(noting({ streamId, expectedVersion: 2, events: notes(4) }));
  return streamId;
}

const exchangeVersions = `
  update event_store.events set version = version + 100 where position in (4, 5);
  update event_store.events e set version = o.version - 100 from event_store.events o
  where e.position + o.position = 9 and e.position in (4, 5)`;

/** What a superuser did; why the projector halts; how it is mended. */
const breaches: [breach: string, done: string, reason: RegExp, mended: string][] = [
  [
    'an event is missing',
    'create table kept as select * from event_store.events where position = 4; delete from event_store.events where position = 4',
    /^Lane 0 of the feed has version 5 of \S+ at position 5, where position 4 should be$/,
    'insert into event_store.events select * from kept',
  ],
  [
    'the next event is missing',
    'create table kept as select * from event_store.events where position = 3; delete from event_store.events where position = 3',
    /at position 4, where position 3 should be/,
    'insert into event_store.events select * from kept',
  ],
  [
    'the newest events are missing',
    'create table kept as select * from event_store.events where position > 2; delete from event_store.events where position > 2',
    /^The feed ends at 2, although events up to 6 were committed$/,
    'insert into event_store.events select * from kept',
  ],
  [
    'a version is missing, though no position',
    'update event_store.events set version = version + 10 where position > 4',
    /^Version 15 of \S+, at position 5 of lane 0, stands where version 5 should be$/,
    'update event_store.events set version = version - 10 where position > 4',
  ],
  [
    'two events have changed places',
    exchangeVersions,
    /^Version 5 of \S+, at position 4 of lane 0, stands where version 4 should be$/,
    exchangeVersions,
  ],
  [
    'an event comes twice',
    `alter table event_store.events drop constraint events_pkey;
     update event_store.events set version = version - 1 where position > 4`,
    /^Version 4 of \S+, at position 5 of lane 0, stands where version 5 should be$/,
    'update event_store.events set version = version + 1 where position > 4',
  ],
  [
    'its row is lost',
    'create table kept as select * from read_model.notes; delete from read_model.notes',
    /^\S+ has no row, and comes to version 3$/,
    'insert into read_model.notes select * from kept',
  ],
  [
    'its row is older than the checkpoint',
    `update read_model.notes set version = 1, snapshot = snapshot || '{"version": 1}'`,
    /^Version 3 of \S+, at position 3 of lane 0, stands where version 2 should be$/,
    `update read_model.notes set version = 2, snapshot = snapshot || '{"version": 2}'`,
  ],
  [
    'its checkpoint lies beyond all events',
    `update event_store.checkpoints set cursor = '{7}'`,
    /^The checkpoint stands at 7, although events end at 6$/,
    `update event_store.checkpoints set cursor = '{2}'`,
  ],
];

describe('a projector', () => {
  it.each(breaches)('halts where %s, and goes on when that is mended', async (_, done, reason, mended) => {
    await begun();
    const before = await rows();
    await tamper(done);
    const lost = await rows();
    const { projector, onTrouble } = await test.open({ haltedPause: 100 });
    await vi.waitFor(() => expect(projector.state).toBe('HALTED'), soon);
    expect(projector.lastError).toMatch(reason);
    expect(onTrouble.mock.calls).toEqual([['has halted until its events are mended', expect.any(Error)]]);
    await expect(projector.reaches([8])).rejects.toThrow('The projection "notes" has halted');
    expect(await rows()).toEqual(lost);

    await tamper(mended);
    expect(await rows()).toEqual(before);
    await vi.waitFor(() => expect(projector).toMatchObject({ state: 'RUNNING', lastError: null }), soon);
    await projector.reaches([6]);
    expect(await rows()).toEqual(await replayed());
    expect(onTrouble).toHaveBeenCalledOnce();
  });

  it('looks again and again, and says once that it has halted', async () => {
    await begun();
    await tamper('update event_store.events set version = version + 10 where position > 4');
    const { store } = test.writer;
    const readFeed = vi.fn(store.readFeed);
    const { projector, onTrouble } = await test.open({ haltedPause: 10, store: { ...store, readFeed } });
    await vi.waitFor(() => expect(readFeed.mock.calls.length).toBeGreaterThan(5), soon);
    expect(projector.state).toBe('HALTED');
    expect(onTrouble).toHaveBeenCalledOnce();
  });

  it('halts at what comes while it runs, whatever its feed has in memory, and goes on when that is mended', async () => {
    const streamId = uuidv7();
    const { store } = test.writer;
    await store.append(noting({ streamId, events: notes(2) }));
    const { projector, feed } = await test.open({ haltedPause: 100 });
    await projector.reaches([2]);
    await tamper(`
      create table kept as select * from event_store.events where position = 2;
      update kept set version = 3, position = 3, event_id = gen_random_uuid();
      insert into event_store.events select (e).* from (
        select jsonb_populate_record(k, '{"version": 4, "position": 4}') e from kept k) gap;
      update event_store.heads set position = 4`);
    await vi.waitFor(() => expect(projector.state).toBe('HALTED'), soon);
    expect(feed.head).toEqual([4]);
    await tamper('insert into event_store.events select * from kept');
    await vi.waitFor(() => expect(projector.state).toBe('RUNNING'), soon);
    await store.append(noting({ streamId, expectedVersion: 4, events: [note({ json: '"the end"' })] }));
    await projector.reaches([5]);
    expect(await rows()).toEqual(await replayed());
  });
});
