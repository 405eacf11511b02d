import { uuidv7 } from 'uuidv7';
import { inTransaction } from '../../database/transaction.js';
import { feedStart } from '../../event-sourcing/feed-cursor.js';
import { ensureCheckpoint } from '../projector/checkpoint.js';
import { clearParkedForNext } from './next-rows.js';
import { createNextTable } from './next-table.js';
import { type RebuildRecord, readRebuild, replaceRebuild } from './rebuild-record.js';
import { purposeOf, type Rebuilding } from './rebuilding.js';

/** The rebuild that is under way for the same purpose, or a new one. */
export async function beginOrJoin(rebuilding: Rebuilding): Promise<RebuildRecord> {
  const { bulk, store, projection } = rebuilding;
  const { name, table } = projection;
  const [last, purpose, target] = await Promise.all([
    readRebuild(bulk, name),
    purposeOf(bulk, rebuilding),
    store.head(),
  ]);
  if (last && last.phase !== 'DONE' && last.purpose === purpose) return last;
  await ensureCheckpoint(bulk, name, feedStart(target.length));
  await inTransaction(bulk, async (trx) => {
    if (!(await replaceRebuild(trx, name, last, { id: uuidv7(), purpose, target }))) return;
    await createNextTable(trx, table);
    await clearParkedForNext(trx, projection);
  });
  // Ours, or that of another process which has begun one just before.
  return (await readRebuild(bulk, name)) as RebuildRecord;
}
