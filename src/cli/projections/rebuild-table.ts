import { setTimeout as delay } from 'node:timers/promises';
import type { Projection } from '../../event-sourcing/projection.js';
import { foldFingerprint } from '../../orders/index.js';
import { rebuild } from '../../processors/rebuild/rebuild.js';
import { progressOf, rebuildProgress } from '../../processors/rebuild/rebuild-progress.js';
import type { RebuildRecord } from '../../processors/rebuild/rebuild-record.js';
import type { Storage } from '../../storage.js';
import { startProgress } from '../progress.js';
import { tellParked } from './parked.js';

const pause = 200;

/** Rebuilds, or joins a rebuild, and tells on standard error how far it is. */
export async function rebuildTable(storage: Storage, projection: Projection): Promise<boolean> {
  const { bulk, store } = storage;
  const done = new AbortController();
  const rebuilding = { bulk, store, projection, code: foldFingerprint() };
  const running = rebuild(rebuilding, new AbortController().signal).finally(() => done.abort());
  const [record] = await Promise.all([running, tellProgress(storage, projection, done.signal)]);
  process.stdout.write(`${summary(projection, record)}\n`);
  await tellParked(storage.db, projection);
  return true;
}

async function tellProgress({ db }: Storage, { name }: Projection, done: AbortSignal): Promise<void> {
  let progress: ReturnType<typeof startProgress> | undefined;
  let told = 0;
  while (!done.aborted) {
    const found = await rebuildProgress(db, name);
    if (found && !progress) {
      told = found.events; // of an earlier process
      progress = startProgress(`Rebuilding ${name}`, found.totalEvents - told, 'events');
    }
    if (found) progress?.advance(found.events - told);
    told = found?.events ?? told;
    await delay(pause, undefined, { signal: done }).catch(() => undefined);
  }
  progress?.stop();
}

function summary({ name }: Projection, record: RebuildRecord): string {
  const { events, eventsPerSecond } = progressOf(record, false);
  const [count, rate] = [events, Math.round(eventsPerSecond)].map((it) => it.toLocaleString('en-US'));
  const seconds = (record.worked / 1_000).toFixed(1);
  const done = `Rebuilt ${name} of ${count} events in ${seconds} s (${rate} events a second)`;
  if (!record.drift) return `${done}. The old rows were the same`;
  const wrong = record.drift.toLocaleString('en-US');
  return `${done}. Old rows that were wrong: ${wrong}, such as those of\n${record.drifted.join('\n')}`;
}
