import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Notebooks, notebookSchemas, openNotebooks } from '../testing/notebook.js';
import { note, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';

let database: StoreDatabase;
let ours: StoreProcess;

beforeAll(async () => {
  database = await createStoreDatabase();
  ours = await openStoreProcess(database.connection, { schemas: notebookSchemas });
});
afterAll(async () => {
  await ours?.close();
  await database?.drop();
});

const titled = note({ type: 'Titled', json: '{"title":"a title","owner":"ann"}' });
const noted = (text: string) => note({ schemaVersion: 2, json: JSON.stringify({ text }) });
const rolledBack = (toVersion: number) => note({ type: 'RolledBack', json: JSON.stringify({ toVersion }) });

/** Notebooks of a process that knows nothing yet. */
const afresh = (): Notebooks['reads'] => openNotebooks(ours.store).reads;

const snapshots = async (streamId: string): Promise<{ version: number; sealed: string }[]> =>
  (
    await database.admin.query(
      'select version, sealed from event_store.snapshots where stream_id = $1 order by version',
      [streamId],
    )
  ).rows;

/** Histories, and what the notes were at each version by the definition of a rollback alone. */
const histories = fc
  .array(fc.option(fc.nat(), { freq: 12 }), { minLength: 1, maxLength: 400, size: 'max' })
  .map((steps) => {
    const states: (readonly string[])[] = [[], []];
    const events = [{ ...titled, id: uuidv7() }];
    const undone = new Set<number>();
    for (const [i, pick] of steps.entries()) {
      const version = i + 2;
      const targets = [...states.keys()].filter((it) => it > 0 && it < version - 1 && !undone.has(it));
      const target = pick === null ? undefined : targets[pick % targets.length];
      events.push(target === undefined ? noted(`${version}`) : rolledBack(target));
      states.push(
        target === undefined
          ? [...(states[version - 1] as readonly string[]), `${version}`]
          : (states[target] as readonly string[]),
      );
      for (let it = (target ?? version) + 1; it < version; it += 1) undone.add(it);
    }
    return { events, states };
  });

describe('snapshot and tail', () => {
  it('are the same as full replay, for every version of any history, whatever was read before', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.array(fc.nat(), { minLength: 3, maxLength: 12 }),
        async (history, picks) => {
          const streamId = uuidv7();
          const { events, states } = history;
          await ours.store.append(
            noting({ streamId, events: events.map((it) => ({ ...it, id: uuidv7() })) }),
          );
          for (const pick of picks) {
            const version = 1 + (pick % events.length);
            const state = await afresh().loadAt(streamId, version);
            expect([version, state.version, state.state?.notes]).toEqual([version, version, states[version]]);
            expect(state.rollbacks.every((mark) => mark.version <= version)).toBe(true);
          }
          expect((await afresh().load(streamId)).state?.notes).toEqual(states.at(-1));
        },
      ),
      { numRuns: 40 },
    );
  });
});

async function longStream(length = 230): Promise<string> {
  const streamId = uuidv7();
  const events = [titled, ...Array.from({ length: length - 1 }, (_, i) => noted(`${i + 2}`))];
  await ours.store.append(noting({ streamId, events: events.map((it) => ({ ...it, id: uuidv7() })) }));
  await afresh().load(streamId);
  await vi.waitFor(async () => expect(await snapshots(streamId)).toHaveLength(Math.floor(length / 50)));
  return streamId;
}

describe('a snapshot', () => {
  it('is written behind the reader’s back, about every 50 versions, and read instead of what is before it', async () => {
    const streamId = await longStream();
    expect((await snapshots(streamId)).map((it) => it.version)).toEqual([50, 100, 150, 200]);
    const tail = await ours.store.readTail({ streamId, fold: 'notebook', upTo: 130 });
    expect(tail?.snapshot?.version).toBe(100);
    expect(tail?.events).toHaveLength(30);
  });

  it('that is deleted changes nothing but speed, and is made again', async () => {
    const streamId = await longStream();
    const before = await afresh().loadAt(streamId, 170);
    await database.admin.query('delete from event_store.snapshots where stream_id = $1', [streamId]);
    expect(await afresh().loadAt(streamId, 170)).toEqual(before);
    await vi.waitFor(async () =>
      expect((await snapshots(streamId)).map((it) => it.version)).toEqual([50, 100, 150]),
    );
  });

  const spoil: Record<string, string> = {
    'with another state': `sealed = replace(sealed, '"2"', '"forged"')`,
    'with another mark': `sealed = 'A' || substr(sealed, 2)`,
    'cut short': 'sealed = substr(sealed, 1, length(sealed) - 1)',
    'that is no JSON': `sealed = 'nonsense'`,
    'that is empty': `sealed = ''`,
    'moved to another version': 'version = version + 1',
    'moved to another stream': `sealed = (select s.sealed from event_store.snapshots s where s.version = known.version and s.stream_id <> known.stream_id limit 1)`,
    'moved to another fold': `fold = 'another'`,
    'with a character changed anywhere': `sealed = overlay(sealed placing chr((33 + 90 * random())::int) from (1 + random() * length(sealed))::int for 1)`,
  };
  it.each(Object.entries(spoil))('%s never shows in an answer', async (_, change) => {
    await longStream();
    const streamId = await longStream();
    const versions = [49, 50, 51, 120, 151, 199, 201, 230];
    const read = async () => Promise.all(versions.map((version) => afresh().loadAt(streamId, version)));
    const before = await read();
    await database.admin.query(`update event_store.snapshots known set ${change} where stream_id = $1`, [
      streamId,
    ]);
    expect(await read()).toEqual(before);
    expect((await afresh().load(streamId)).state?.notes).toHaveLength(229);
    await vi.waitFor(async () => {
      const tail = await ours.store.readTail({ streamId, fold: 'notebook', upTo: 130 });
      expect(tail?.snapshot?.version).toBe(100); // replaced by what can be trusted
    });
  });

  it('of a history that the log has lost is not believed', async () => {
    const streamId = await longStream();
    const remembering = openNotebooks(ours.store);
    await remembering.reads.load(streamId);
    // As after a restore from a backup: the last events are gone, and others were written since.
    await database.admin.query('alter table event_store.events disable trigger user');
    await database.admin.query('delete from event_store.events where stream_id = $1 and version > 190', [
      streamId,
    ]);
    await ours.store.append(
      noting({
        streamId,
        expectedVersion: 190,
        events: Array.from({ length: 40 }, (_, i) => noted(`other ${i}`)),
      }),
    );
    await database.admin.query('alter table event_store.events enable trigger user');
    for (const { load, loadAt } of [remembering.reads, afresh()]) {
      expect((await load(streamId)).state?.notes.slice(188)).toEqual(
        ['190', ...Array.from({ length: 40 }, (_, i) => `other ${i}`)].slice(0, 41),
      );
      expect((await loadAt(streamId, 205)).state?.notes.at(-1)).toBe('other 14');
    }
  });
});
