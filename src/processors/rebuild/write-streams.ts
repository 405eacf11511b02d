import { sql, type Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { blamesEvents } from '../projector/poison.js';
import { type FoldedStream, foldStream } from './fold-stream.js';

type Trx = Transaction<Database>;

/**
 * Writes what streams come to, all at once where Postgres takes their rows. One whose row it does not take is folded
 * again up to the event before, until it does.
 */
export async function writeStreams(
  trx: Trx,
  projection: Projection,
  streams: readonly FoldedStream[],
  write: (streams: readonly FoldedStream[]) => Promise<void>,
): Promise<void> {
  const refusal = await refusalOf(trx, () => write(streams));
  if (!refusal) return;
  const [first, ...others] = streams;
  if (!first?.row) throw refusal;
  if (others.length === 0) {
    const shorter = foldStream(projection, first.events, { version: first.row.version, error: refusal });
    return writeStreams(trx, projection, [shorter], write);
  }
  const half = streams.length >> 1;
  await writeStreams(trx, projection, streams.slice(0, half), write);
  await writeStreams(trx, projection, streams.slice(half), write);
}

/** Undefined where the work was done; else it is undone. Throws what is not the rows' fault. */
async function refusalOf(trx: Trx, work: () => Promise<void>): Promise<unknown> {
  await sql`savepoint writing`.execute(trx);
  try {
    await work();
    await sql`release savepoint writing`.execute(trx);
    return undefined;
  } catch (error) {
    if (!blamesEvents(error)) throw error;
    await sql`rollback to savepoint writing; release savepoint writing`.execute(trx);
    return error;
  }
}
