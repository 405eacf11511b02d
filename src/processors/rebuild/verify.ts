import type { Db } from '../../database/database.js';
import { inSnapshot } from '../../database/transaction.js';
import type { Recorded } from '../../event-sourcing/event.js';
import type { FeedCursor } from '../../event-sourcing/event-store.js';
import { readCheckpoint } from '../projector/checkpoint.js';
import { foldStream } from './fold-stream.js';
import type { Rebuilding, WholeLog } from './rebuilding.js';
import { compareRows, findStrayRows, type RowDrift, someStreams } from './row-drift.js';

export interface Verification {
  readonly streams: number;
  readonly events: number;
  /** In the order in which it was found. */
  readonly drift: readonly RowDrift[];
}

export interface VerifyOptions {
  /** So many streams, at random; all of them where it is absent. */
  readonly sample?: number | undefined;
  /** Told where all events are read, at the beginning how many there are. */
  onTotal?(events: number): void;
  onVerified?(events: number): void;
}

const batchSize = 5_000;

/**
 * Folds streams again, as far as the projection has come, and compares them with their rows, byte for byte, as they
 * were when it began. Rows whose stream has parked events are left out. Changes nothing.
 */
export const verify = (
  { bulk, store, projection }: Omit<Rebuilding, 'code'>,
  { sample, onTotal, onVerified }: VerifyOptions = {},
): Promise<Verification> =>
  inSnapshot(bulk, async (snapshot) => {
    const { cursor } = await readCheckpoint(snapshot, projection.name);
    // What they read outside the snapshot cannot have changed since.
    const log =
      sample === undefined ? store.streams(bulk, { upTo: cursor }) : samples(bulk, store, cursor, sample);
    if (sample === undefined) onTotal?.(cursor.reduce((sum, position) => sum + position, 0));
    const drift: RowDrift[] = [];
    const counts = { streams: 0, events: 0 };
    for await (const batch of inBatches(log)) {
      const ids = batch.map((stream) => stream[0]?.streamId ?? '');
      const rows = batch.flatMap((stream) => foldStream(projection, stream).row ?? []);
      drift.push(...(await compareRows(snapshot, projection, ids, rows)));
      const events = batch.reduce((sum, stream) => sum + stream.length, 0);
      counts.streams += batch.length;
      counts.events += events;
      onVerified?.(events);
    }
    drift.push(...(await findStrayRows(snapshot, projection)));
    return { ...counts, drift };
  });

async function* samples(
  db: Db,
  store: WholeLog,
  upTo: FeedCursor,
  count: number,
): AsyncGenerator<readonly Recorded[], void> {
  for (const streamId of await someStreams(db, upTo, count)) {
    const events = await store.readStream(streamId);
    yield events.filter(({ lane, position }) => position <= (upTo[lane] ?? 0));
  }
}

async function* inBatches(
  streams: AsyncIterable<readonly Recorded[]>,
): AsyncGenerator<(readonly Recorded[])[], void> {
  let batch: (readonly Recorded[])[] = [];
  let events = 0;
  for await (const stream of streams) {
    batch.push(stream);
    events += stream.length;
    if (events < batchSize) continue;
    yield batch;
    [batch, events] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
