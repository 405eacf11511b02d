import { feedStart } from '../../event-sourcing/feed-cursor.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { ensureCheckpoint, readCheckpoint } from '../../processors/projector/checkpoint.js';
import { countParked } from '../../processors/projector/parked-events.js';
import { type RebuildProgress, rebuildProgress } from '../../processors/rebuild/rebuild-progress.js';
import type { Storage } from '../../storage.js';
import { knownProjections } from './known-projections.js';

/** A table of all projections on standard output. */
export async function listProjections(storage: Storage): Promise<boolean> {
  const rows = await Promise.all(knownProjections.map((projection) => describe(storage, projection)));
  const header = ['projection', 'state', 'events behind', 'seconds behind', 'parked events'];
  for (const row of [header, ...rows]) {
    const [name = '', state = '', ...numbers] = row;
    const cells = [name.padEnd(12), state.padEnd(34), ...numbers.map((it) => it.padStart(15))];
    process.stdout.write(`${cells.join('').trimEnd()}\n`);
  }
  return true;
}

async function describe({ db, store }: Storage, { name }: Projection): Promise<string[]> {
  const head = await store.head();
  await ensureCheckpoint(db, name, feedStart(head.length));
  const { cursor } = await readCheckpoint(db, name);
  const [next, parked, rebuild] = await Promise.all([
    store.readFeed(cursor, 1),
    countParked(db, name),
    rebuildProgress(db, name),
  ]);
  const behind = head.reduce((sum, position, lane) => sum + Math.max(0, position - (cursor[lane] ?? 0)), 0);
  const oldest = next.events[0]?.recordedAt;
  const seconds = oldest === undefined ? 0 : Math.max(0, Date.now() - oldest) / 1_000;
  const state = rebuild ? rebuildState(rebuild) : behind === 0 ? 'CURRENT' : 'BEHIND';
  return [name, state, behind.toLocaleString('en-US'), seconds.toFixed(1), parked.toLocaleString('en-US')];
}

function rebuildState({ phase, underWay, events, totalEvents }: RebuildProgress): string {
  const percent = totalEvents === 0 ? 100 : Math.floor((100 * events) / totalEvents);
  return underWay ? `REBUILDING (${phase}, ${percent} %)` : `rebuild cut off (${phase}, ${percent} %)`;
}
