import type { Transaction } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Projection } from '../../event-sourcing/projection.js';
import { assertPagePositions } from '../projector/continuity.js';
import { byStream } from '../projector/fold-page.js';
import { foldStream } from './fold-stream.js';
import { replaceStreams } from './next-rows.js';
import type { RebuildRecord } from './rebuild-record.js';
import type { WholeLog } from './rebuilding.js';
import { writeStreams } from './write-streams.js';

const pageSize = 1_000;

/** How far the next table is. */
export type Reached = Pick<RebuildRecord, 'cursor' | 'events'>;

/**
 * Takes the feed's next page into the next table. Its streams are folded from their first events, as the load has
 * done it: what could not be applied then may be skipped by now. Throws a ContinuityBreach.
 */
export async function catchUp(
  trx: Transaction<Database>,
  projection: Projection,
  store: WholeLog,
  { cursor, events }: Reached,
): Promise<Reached> {
  const head = await store.head();
  const page = await store.readFeed(cursor, pageSize);
  assertPagePositions(cursor, page.events, page.hasMore ? page.cursor : head);
  const folded = await Promise.all(
    [...byStream(page.events)].map(async ([streamId, tail]) =>
      foldStream(projection, await store.readStream(streamId, 0, tail.at(-1)?.version)),
    ),
  );
  if (folded.length > 0)
    await writeStreams(trx, projection, folded, (streams) => replaceStreams(trx, projection, streams));
  return { cursor: page.cursor, events: events + page.events.length };
}
