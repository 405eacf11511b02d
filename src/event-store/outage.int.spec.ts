import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded/index.js';
import { migrate } from '../database/migrate.js';
import { EventStoreError } from '../event-sourcing/errors.js';
import type { Append } from '../event-sourcing/event-store.js';
import { notes, noting } from '../testing/notes.js';
import { openStoreProcess, type StoreProcess } from '../testing/test-event-store.js';

const log = { info() {}, warn() {}, error: console.error };

let dataDir: string;
let postgres: EmbeddedPostgres;
let patient: StoreProcess;
let hasty: StoreProcess;

const start = () => startEmbeddedPostgres({ dataDir, log, settings: { fsync: 'off' } });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), `retrace-test-${process.pid}-`));
  await chmod(dataDir, 0o755); // Postgres runs as another user when the tests run as root
  postgres = await start();
  await migrate(postgres.connection);
  patient = await openStoreProcess(postgres.connection, { deadline: 20_000 });
  hasty = await openStoreProcess(postgres.connection, { deadline: 150 });
});

afterAll(async () => {
  await patient.close();
  await hasty.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const postmaster = async () =>
  Number.parseInt(await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8'), 10);

const storedIds = async (appends: readonly Append[]) => {
  const streams = await Promise.all(appends.map((append) => patient.store.readStream(append.streamId)));
  return streams.map((stream) => stream.map((event) => event.id));
};
const idsOf = (appends: readonly Append[]) => appends.map((append) => append.events.map((it) => it.id));

describe('a crash of Postgres under load', () => {
  it.each(['SIGKILL', 'SIGQUIT'] as const)(
    'loses and doubles nothing, and costs no caller its append: %s',
    async (signal) => {
      const appends: Append[] = [];
      const pid = await postmaster();
      let crashed = false;
      const writers = Array.from({ length: 8 }, async () => {
        for (let after = 0; after < 3; after += crashed ? 1 : 0) {
          const append = noting({ events: notes(2) });
          appends.push(append);
          expect(await patient.store.append(append)).toMatchObject({ kind: 'appended' });
          if (appends.length === 200) {
            process.kill(pid, signal);
            crashed = true;
          }
        }
      });
      await Promise.all(writers);
      await vi.waitFor(async () => expect(await postmaster()).not.toBe(pid), { timeout: 20_000 });
      expect(await storedIds(appends)).toEqual(idsOf(appends));
    },
  );
});

describe('an outage', () => {
  it('that is longer than the deadline fails as the event store, and ends with it', async () => {
    await postgres.stop();
    const lost = noting();
    const calls = [
      hasty.store.append(lost),
      hasty.store.readStream(lost.streamId),
      hasty.store.readFeed([0], 1),
      hasty.store.head(),
      hasty.store.versionAt(lost.streamId, 0),
      hasty.store.findKey('ann', 'key 1', lost.streamId),
      hasty.store.findClaim('reference 1'),
    ];
    const outcomes = await Promise.allSettled<unknown>(calls);
    expect(outcomes).toEqual(calls.map(() => ({ status: 'rejected', reason: expect.any(EventStoreError) })));

    const waiting = noting();
    const outlasted = patient.store.append(waiting);
    postgres = await start();
    // At once, though this deadline is short.
    expect(await hasty.store.append(noting())).toMatchObject({ kind: 'appended' });
    expect(await outlasted).toMatchObject({ kind: 'appended' });
    expect(await storedIds([lost, waiting])).toEqual([[], idsOf([waiting])[0]]);
  });
});
