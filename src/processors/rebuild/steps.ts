import { sql, type Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import { inTransaction } from '../../database/transaction.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import { readCheckpoint } from '../projector/checkpoint.js';
import { catchUp } from './catch-up.js';
import { compareTables } from './drift.js';
import { loading } from './load.js';
import { indexNextTable, vacuumNextTable } from './next-table.js';
import { type HeldRebuild, moveRebuild, type RebuildPhase, takeRebuild } from './rebuild-record.js';
import type { Rebuilding } from './rebuilding.js';
import { swap } from './swap.js';

type Step = (trx: Transaction<Database>, held: HeldRebuild) => Promise<void>;

/** Milliseconds. Readers of the table wait at most as long as the swap does for those before them. */
const busyPause = 100;
const firstLockTimeout = 100;
const longestLockTimeout = 1_500; // more than the second after which Postgres ends an autovacuum that is in the way
const pauseBetweenSwaps = 1_000;

/**
 * Takes the rebuild's next step. Answers for how long to leave it alone then: 0, except where there was nothing to
 * do, another process is at it, or readers keep the swap waiting.
 */
export function rebuildSteps(rebuilding: Rebuilding, id: string): () => Promise<number> {
  const { bulk, store, projection } = rebuilding;
  const { name, table } = projection;
  let lockTimeout = firstLockTimeout;

  const steps: Readonly<Record<RebuildPhase, Step>> = {
    LOADING: loading(rebuilding),
    async INDEXING(trx, held) {
      await indexNextTable(trx, table);
      await moveRebuild(trx, held, { phase: 'CATCHING_UP' });
    },
    async CATCHING_UP(trx, held) {
      const reached = await catchUp(trx, projection, store, held);
      const live = await readCheckpoint(trx, name);
      const phase = includes(reached.cursor, live.cursor) ? 'COMPARING' : 'CATCHING_UP';
      await moveRebuild(trx, held, { ...reached, phase });
    },
    async COMPARING(trx, held) {
      await sql`set local enable_seqscan = on`.execute(trx);
      const { count, streamIds } = await compareTables(trx, projection, held.cursor);
      await moveRebuild(trx, held, { phase: 'SWAPPING', drift: count, drifted: streamIds });
    },
    SWAPPING: (trx, held) => swap(trx, rebuilding, held, lockTimeout),
    DONE: async () => {},
  };

  return async () => {
    let phase: RebuildPhase | undefined;
    try {
      await inTransaction(bulk, async (trx) => {
        const held = await takeRebuild(trx, name, id);
        phase = held?.phase;
        if (held) await steps[held.phase](trx, held);
      });
    } catch (error) {
      if (phase !== 'SWAPPING' || !isLockTimeout(error)) throw error;
      lockTimeout = Math.min(2 * lockTimeout, longestLockTimeout);
      return pauseBetweenSwaps;
    }
    if (phase === 'INDEXING') await vacuumNextTable(bulk, table);
    return phase === undefined || phase === 'DONE' ? busyPause : 0;
  };
}

const isLockTimeout = (error: unknown): boolean => (error as { code?: unknown }).code === '55P03';
