import type { Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { ContinuityBreach } from '../projector/continuity.js';
import { type FoldedStream, foldStream } from './fold-stream.js';
import { insertStreams } from './next-rows.js';
import { type HeldRebuild, moveRebuild, type RebuildRecord } from './rebuild-record.js';
import type { Rebuilding } from './rebuilding.js';
import { writeStreams } from './write-streams.js';

const defaultBatch = 5_000;

/** What some streams come to. */
interface Batch {
  readonly streams: readonly FoldedStream[];
  readonly events: number;
  /** The last of the streams. */
  readonly last: Recorded;
}

/**
 * Loads stream by stream instead of along the feed: the same rows, since each depends on its own stream only, but
 * each is written once. A step writes one batch, while the next one is read and folded.
 */
export function loading({ bulk, store, projection, batch: size = defaultBatch }: Rebuilding) {
  let batches: AsyncGenerator<Batch, void> | undefined;
  let reached: string | undefined;
  let next: Promise<IteratorResult<Batch, void>> | undefined;

  /** The batch behind what is loaded, which another process may have done. */
  async function take({ loaded, target }: RebuildRecord): Promise<Batch | undefined> {
    if (!batches || !next || loaded?.streamId !== reached) {
      const log = store.streams(bulk, { upTo: target, after: loaded });
      batches = foldBatches(projection, log, size);
      next = batches.next();
    }
    const taken = next;
    next = batches.next();
    next.catch(() => undefined); // told when it is taken
    const batch = (await taken).value ?? undefined;
    reached = batch?.last.streamId;
    return batch;
  }

  return async (trx: Transaction<Database>, held: HeldRebuild): Promise<void> => {
    const batch = await take(held).catch((error) => {
      batches = undefined;
      throw error;
    });
    if (!batch) return finish(trx, held);
    await writeStreams(trx, projection, batch.streams, (streams) => insertStreams(trx, projection, streams));
    await moveRebuild(trx, held, { loaded: batch.last, events: held.events + batch.events });
  };
}

async function finish(trx: Transaction<Database>, held: HeldRebuild): Promise<void> {
  const { events, target } = held;
  const committed = target.reduce((sum, position) => sum + position, 0);
  if (events !== committed)
    throw new ContinuityBreach(
      `The log has ${events} events up to ${target}, where ${committed} were committed`,
    );
  await moveRebuild(trx, held, { phase: 'INDEXING' });
}

async function* foldBatches(
  projection: Projection,
  log: AsyncIterable<readonly Recorded[]>,
  size: number,
): AsyncGenerator<Batch, void> {
  let streams: FoldedStream[] = [];
  let events = 0;
  let last: Recorded | undefined;
  for await (const stream of log) {
    streams.push(foldStream(projection, stream));
    events += stream.length;
    last = stream.at(-1);
    if (!last || events < size) continue;
    yield { streams, events, last };
    [streams, events, last] = [[], 0, undefined];
  }
  if (last) yield { streams, events, last };
}
