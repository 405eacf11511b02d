import type { Storage } from '../../storage.js';
import { startProgress } from '../progress.js';
import { exportedEvents } from './exported-events.js';
import { historyEvents } from './history-events.js';
import type { ImportFile } from './import-file.js';
import { importKeys, type KeyCounts } from './keys.js';
import { importMasterData, type MasterDataWritten } from './master-data.js';
import type { EventSource } from './placed-event.js';
import type { Problems } from './problems.js';
import { type ImportPlan, reconcile } from './reconcile.js';
import { writeEvents } from './write-events.js';

export interface ImportOutcome {
  readonly masterData: MasterDataWritten;
  readonly plan: ImportPlan;
  /** How many were written. */
  readonly events: number;
  /** Absent where the file has none. */
  readonly keys: KeyCounts | undefined;
}

/**
 * Writes of a file what the store does not have yet, events in the order of their instants. What is wrong is
 * added to the problems, and the order concerned left out whole. Can be cut off anywhere and run again.
 * Throws, before anything is written, where time would run backwards along the store's feed.
 */
export async function importIntoStore(
  file: ImportFile,
  storage: Storage,
  problems: Problems,
): Promise<ImportOutcome> {
  let { source, plan } = await prepare(file, storage, problems);
  if (file.cursorKey !== undefined) await storage.archive.takeCursorKey(file.cursorKey);
  const masterData = await importMasterData(file, storage, problems);
  // Orders may be about a customer or product that was refused just now.
  if (masterData.refused > 0) ({ source, plan } = await prepare(file, storage, problems));

  const missing = [...plan.values()].reduce((sum, { events, there }) => sum + events - there, 0);
  const progress = startProgress('Writing', missing, 'events');
  const events = await writeEvents(source, plan, storage.store, problems, progress.advance).finally(
    progress.stop,
  );
  const keys = file.survey.keys > 0 ? await importKeys(file.path, storage.archive, problems) : undefined;
  return { masterData, plan, events, keys };
}

async function prepare(
  file: ImportFile,
  storage: Storage,
  problems: Problems,
): Promise<{ source: EventSource; plan: ImportPlan }> {
  const source =
    file.survey.events > 0
      ? exportedEvents(file.path, problems)
      : await historyEvents(file, storage, problems);
  return { source, plan: await reconcile(source, storage.archive, problems) };
}
