import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HistoryEvent } from '../event-sourcing/bulk-loader.js';
import { feedStart } from '../event-sourcing/feed-cursor.js';
import { feedRootText } from '../event-sourcing/feed-root-text.js';
import {
  createTestImports,
  runCommandLine,
  startCommandLine,
  type TestImports,
} from '../testing/test-imports.js';
import { generateStore } from './generate/generate-store.js';
import { readArguments } from './verify/arguments.js';
import { verifyHistory } from './verify/verify-history.js';

// Processes start slowly where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let store: TestImports;
let admin: pg.Client;
let history: HistoryEvent[];

beforeAll(async () => {
  store = await createTestImports();
  await generateStore(1_500, 3, store);
  admin = new pg.Client(store.databaseUrl);
  await admin.connect();
  history = [];
  for await (const { streamId, version, data, ...event } of store.archive.events()) {
    history.push({ streamId, version, event: { ...event, json: data }, claim: undefined });
  }
});
beforeEach(() => write(history));
afterAll(async () => {
  await admin?.end();
  await store?.drop();
});

const settings = () => ({ DATABASE_URL: store.databaseUrl, DATA_DIR: store.folder });

/** What a run says, in this process, and whether history is as it was recorded. */
async function run(...args: string[]) {
  const lines: string[] = [];
  const intact = await verifyHistory(store, store.folder, readArguments(args), (line) => lines.push(line));
  return { intact, lines };
}

/** As a superuser: without the guards. */
const forge = (statements: string) =>
  admin.query(`begin; set local session_replication_role = replica; ${statements}; commit`);

/** Makes this the whole history, with hashes, roots and head as they should be. */
async function write(events: readonly HistoryEvent[]): Promise<void> {
  await forge(
    "delete from event_store.events; delete from event_store.claims; update event_store.heads set position = 0, recorded_at = '-infinity', root = default",
  );
  await store.bulkLoader.load(feedStart(1), events);
}

const grouped = (count: number) => count.toLocaleString('en-US');

it('says that all is as it was recorded, and what to keep; and finds it so again', async () => {
  const { code, stdout } = await runCommandLine('verify', settings());
  const [, events = '', kept = ''] =
    /^Verified ([\d,]+) events: each is as it was recorded, and none is missing\nKeep elsewhere: (\S+)\n$/.exec(
      stdout,
    ) ?? [];
  expect([code, events]).toEqual([0, grouped(history.length)]);
  expect(await run('--root', kept)).toEqual({ intact: true, lines: stdout.trimEnd().split('\n') });
});

it('names what is not, up to 20 of it', async () => {
  await forge("update event_store.events set actor = 'nobody' where position in (7, 4000)");
  const { streamId, version, event } = history[6] as HistoryEvent;
  expect(await run()).toEqual({
    intact: false,
    lines: [
      `lane 0, position 7: ${event.type}, version ${version} of ${streamId}: what it says, or its place in its stream, is not what was recorded`,
      expect.stringMatching(/^lane 0, position 4000: /),
      `History is NOT what was recorded: 2 faults in ${grouped(history.length)} events`,
    ],
  });
  await forge("update event_store.events set actor = 'nobody' where position < 100");
  const { lines } = await run();
  expect(lines.filter((line) => line.startsWith('lane 0, position'))).toHaveLength(20);
  expect(lines).toContain('No more than 20 faults are told');
});

describe('a history that was rewritten without a contradiction', () => {
  it('is found by roots that were kept elsewhere, and only by them', async () => {
    const kept = async (position: number) =>
      `${store.store.sealCursor([position])}:${feedRootText(await store.store.rootAt([position]))}`;
    const [before, after] = [await kept(4_000), await kept(4_001)];
    const forged = { ...(history[4_000] as HistoryEvent).event, actor: 'nobody' };
    await write(history.with(4_000, { ...(history[4_000] as HistoryEvent), event: forged }));

    expect(await run()).toMatchObject({ intact: true });
    expect(await run('--root', before)).toMatchObject({ intact: true });
    const { intact, lines } = await run('--root', before, '--root', after);
    const name = `the root kept at ${store.store.sealCursor([4_001])}`;
    expect([intact, lines[0]]).toEqual([
      false,
      `${name} is another than the feed's there, ${feedRootText(await store.store.rootAt([4_001]))}: history up to it was rewritten`,
    ]);

    await write(history.slice(0, 4_000));
    expect(await run('--root', before)).toMatchObject({ intact: true });
    expect((await run('--root', after)).lines).toContain(
      `${name} is of a feed that went farther: events are missing at its end`,
    );
  });
});

it('says of a root that was kept of another store, or written down wrongly, that it cannot compare it', async () => {
  const { root, cursor } = { root: 'ab'.repeat(32), cursor: store.store.sealCursor([7]) };
  for (const other of [
    store.store.sealCursor([7, 7]),
    cursor.slice(1),
    Buffer.from('["feed",7]').toString('base64url'),
  ])
    expect(await run('--root', `${other}:${root}`)).toMatchObject({
      intact: false,
      lines: [
        `the root kept at ${other} is of another store, or not written down as it was told`,
        expect.anything(),
      ],
    });
});

it('says of an empty store that it cannot know, and what can', async () => {
  const kept = `${store.store.sealCursor([4_001])}:${feedRootText(await store.store.rootAt([4_001]))}`;
  await write([]);
  const told =
    'There are no events, and nothing here tells that there ever were; a root kept elsewhere would: --root';
  expect(await run()).toEqual({ intact: true, lines: [told] });
  expect(await run('--root', kept)).toMatchObject({ intact: false });
});

describe('a run that is killed', () => {
  const path = () => join(store.folder, `verify-${store.store.id}.json`);
  const file = async () => JSON.parse(await readFile(path(), 'utf8'));
  const begun = ({ begunAt }: { begunAt: number }) => new Date(begunAt).toISOString();

  /** Kills a run that has looked at some of the events; answers at how many. */
  async function killHalfWay(): Promise<number> {
    const guard = new pg.Client(store.databaseUrl);
    await guard.connect();
    const verification = startCommandLine('verify', settings());
    await vi.waitFor(async () => expect((await file()).places[0].position).toBeGreaterThan(0), {
      timeout: 60_000,
      interval: 1,
    });
    // The next page waits for this.
    await guard.query('begin; lock table event_store.events in access exclusive mode');
    verification.kill();
    const { code } = await verification.ended;
    await guard.end();
    expect(code).toBeNull();
    return (await file()).places[0].position;
  }

  it('is gone on with, and nothing that it found is forgotten', async () => {
    await forge("update event_store.events set actor = 'nobody' where position = 7");
    const events = await killHalfWay();
    const kept = await file();
    const { intact, lines } = await run();
    expect(intact).toBe(false);
    expect(lines).toEqual([
      `Going on behind ${grouped(events)} events, where the run of ${begun(kept)} was cut off`,
      expect.stringMatching(/^lane 0, position 7: /),
      `History is NOT what was recorded: 1 faults in ${grouped(history.length)} events`,
    ]);
    await expect(file()).rejects.toThrow(/ENOENT/);

    await write(history);
    await writeFile(path(), JSON.stringify(kept));
    expect((await run('--from-start')).lines[0]).toMatch(`Verified ${grouped(history.length)} events: `);
    await expect(file()).rejects.toThrow(/ENOENT/);
  });

  it('is believed for what it has looked at, which is said; but not where a root is compared, nor for long', async () => {
    const root = /Keep elsewhere: (\S+)/.exec((await run()).lines.join('\n'))?.[1] ?? '';
    const before = await killHalfWay();
    const kept = await file();
    await forge("update event_store.events set actor = 'nobody' where position = 7");
    const left = (changes: object) => writeFile(path(), JSON.stringify({ ...kept, ...changes }));

    expect(await run()).toMatchObject({
      intact: true,
      lines: [
        expect.stringMatching(/^Going on behind /),
        `Verified ${grouped(history.length - before)} events: each is as it was recorded, and none is missing. The ${grouped(before)} before them were verified by the run of ${begun(kept)}, and not again: --from-start does`,
        expect.stringMatching(/^Keep elsewhere: /),
      ],
    });
    await left({});
    expect(await run('--root', root)).toMatchObject({
      intact: false,
      lines: [expect.stringMatching(/^lane 0, position 7: /), expect.stringMatching(/^History is NOT /)],
    });
    for (const begunAt of [Date.now() - 13 * 3_600_000, Date.now() + 3_600_000]) {
      await left({ begunAt });
      expect(await run()).toMatchObject({
        intact: false,
        lines: [
          `Beginning anew: the run that was cut off began at ${begun({ begunAt })}, and is not believed any more`,
          expect.stringMatching(/^lane 0, position 7: /),
          expect.anything(),
        ],
      });
    }
  });

  it.each<[string, (kept: { begunAt: unknown; places: object[]; faults: unknown }) => unknown]>([
    ['what is no JSON', () => undefined],
    ['nothing', () => null],
    ['the latest number', (kept) => ({ ...kept, begunAt: Number.MAX_SAFE_INTEGER })],
    ['no number', (kept) => ({ ...kept, begunAt: 'now' })],
    ['a time before all', (kept) => ({ ...kept, begunAt: -Number.MAX_VALUE })],
    ['a place before the first', (kept) => ({ ...kept, places: [{ ...kept.places[0], position: -3 }] })],
    ['half a place', (kept) => ({ ...kept, places: [{ ...kept.places[0], position: 0.5 }] })],
    ['no root', (kept) => ({ ...kept, places: [{ ...kept.places[0], root: 'root' }] })],
    ['no lanes', (kept) => ({ ...kept, places: [] })],
    ['a lane too many', (kept) => ({ ...kept, places: [...kept.places, ...kept.places] })],
    ['no faults', (kept) => ({ ...kept, faults: undefined })],
  ])('and left %s in its file is not gone on with', async (_, damaged) => {
    const kept = {
      begunAt: Date.now(),
      places: [{ position: 7, root: 'ab'.repeat(32), recordedAt: null }],
      faults: [],
    };
    await writeFile(path(), JSON.stringify(damaged(kept)) ?? '{');
    expect(await run()).toMatchObject({
      intact: true,
      lines: [
        expect.stringMatching(`^Verified ${grouped(history.length)} events: `),
        expect.stringMatching(/^Keep elsewhere: /),
      ],
    });
  });
});
