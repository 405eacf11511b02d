import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createPool, type PoolOptions } from '../database/pool.js';
import type { BulkLoader, HistoryEvent } from '../event-sourcing/bulk-loader.js';
import { TimeOrderError } from '../event-sourcing/errors.js';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import { type CopyRow, copyText } from './copy-text.js';
import { beginning, digestOf, hashOf, rootOf } from './hash-chain.js';
import { laneOf, newStreamId } from './lanes.js';
import { inTransaction } from './transaction.js';

const eventColumns =
  'lane, stream_id, version, position, event_id, type, schema_version, data, actor, correlation_id, causation_id, request_id, source, subject, recorded_at, hash, root';

/** The pool that bulk loads want: one connection, opened when there is something to load, that may take its time. */
export const loaderPool = (connection: pg.PoolConfig, options: PoolOptions): pg.Pool =>
  createPool(connection, {
    ...options,
    max: 1,
    statementTimeout: 0,
    settings: { ...options.settings, idle_in_transaction_session_timeout: '0' },
  });

/** Loads by COPY. The schema must have been migrated. */
export const bulkLoader = (pool: pg.Pool, lanes: number): BulkLoader => ({
  fitId: (make, guardedBy) => newStreamId(lanes, guardedBy, make),
  load: (after, events) =>
    inTransaction(pool, async (client) => {
      const heads = await takeHeads(client, after);
      const hashes = await newestHashes(client, lanes, events);
      const rows = events.map((event) => place(event, heads[laneOf(event.streamId, lanes)] as Head, hashes));
      const claims = events.flatMap(({ claim, streamId }): CopyRow[] =>
        claim === undefined ? [] : [[laneOf(claim, lanes), claim, streamId]],
      );
      await copy(client, `event_store.events (${eventColumns})`, rows);
      await copy(client, 'event_store.claims (lane, claim, stream_id)', claims);
      await moveHeads(client, heads);
      return heads.map(({ position }) => position);
    }),
});

interface Head {
  readonly lane: number;
  position: number;
  /** Milliseconds; -Infinity in an empty lane. */
  recordedAt: number;
  root: Buffer;
  readonly now: number;
}

interface HeadRow {
  readonly lane: number;
  readonly position: number;
  readonly recorded_at: Date | number;
  readonly root: Buffer;
}

/** Locks the feed, as an append does, so that nobody else can take a position. */
async function takeHeads(client: pg.ClientBase, after: FeedCursor): Promise<Head[]> {
  const { rows } = await client.query<HeadRow>(
    'select lane, position, recorded_at, root from event_store.heads order by lane for update',
  );
  const { rows: clock } = await client.query<{ now: Date }>('select clock_timestamp() as now');
  if (rows.some(({ position }, lane) => position !== after[lane])) {
    throw new Error(`The feed does not end at ${after.join(', ')}: somebody else has written to the store`);
  }
  const now = Number(clock[0]?.now);
  return rows.map(({ recorded_at, ...head }) => ({ ...head, recordedAt: Number(recorded_at), now }));
}

/** Of the streams that go on, the hash of the event that the first of these events follows. */
async function newestHashes(
  client: pg.ClientBase,
  lanes: number,
  events: readonly HistoryEvent[],
): Promise<Map<string, Buffer>> {
  const firsts = new Map<string, number>();
  for (const { streamId, version } of events) if (!firsts.has(streamId)) firsts.set(streamId, version);
  const goingOn = [...firsts].filter(([, version]) => version > 1);
  const { rows } = await client.query<{ stream_id: string; hash: Buffer }>(
    `select stream_id, e.hash from unnest($1::smallint[], $2::uuid[], $3::integer[]) as p (lane, stream_id, version)
     join event_store.events e using (lane, stream_id, version)`,
    [
      goingOn.map(([streamId]) => laneOf(streamId, lanes)),
      goingOn.map(([streamId]) => streamId),
      goingOn.map(([, version]) => version - 1),
    ],
  );
  return new Map(rows.map((row) => [row.stream_id, row.hash]));
}

/** The event's row, at the next position of its lane, whose head moves on to it, and so does its stream's hash. */
function place({ streamId, version, event }: HistoryEvent, head: Head, hashes: Map<string, Buffer>): CopyRow {
  if (!(event.recordedAt >= head.recordedAt && event.recordedAt <= head.now)) {
    throw new TimeOrderError(streamId, head.recordedAt);
  }
  head.position += 1;
  head.recordedAt = event.recordedAt;
  const previous = hashes.get(streamId) ?? beginning;
  const hash = hashOf(previous, digestOf(event), { streamId, version, recordedAt: event.recordedAt });
  hashes.set(streamId, hash);
  head.root = rootOf(head.root, hash);
  return [
    head.lane,
    streamId,
    version,
    head.position,
    event.id,
    event.type,
    event.schemaVersion,
    event.json,
    event.actor,
    event.correlationId,
    event.causationId ?? null,
    event.requestId ?? null,
    event.source ?? null,
    event.subject ?? null,
    new Date(event.recordedAt).toISOString(),
    bytea(hash),
    bytea(head.root),
  ];
}

/** As Postgres reads it. */
const bytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

async function copy(client: pg.ClientBase, target: string, rows: readonly CopyRow[]): Promise<void> {
  if (rows.length === 0) return;
  await pipeline(Readable.from(copyText(rows)), client.query(copyFrom(`copy ${target} from stdin`)));
}

const moveHeads = (client: pg.ClientBase, heads: readonly Head[]) =>
  client.query(
    `update event_store.heads h set position = m.position, recorded_at = m.recorded_at, root = m.root
     from unnest($1::smallint[], $2::bigint[], $3::timestamptz[], $4::bytea[])
       as m (lane, position, recorded_at, root)
     where h.lane = m.lane and h.position <> m.position`,
    [
      heads.map(({ lane }) => lane),
      heads.map(({ position }) => position),
      heads.map(({ recordedAt }) =>
        Number.isFinite(recordedAt) ? new Date(recordedAt).toISOString() : '-infinity',
      ),
      heads.map(({ root }) => root),
    ],
  );
