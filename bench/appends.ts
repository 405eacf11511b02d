import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createDb, createPool } from '../src/database/pool.js';
import { openPostgresStore, writerPool } from '../src/event-store/postgres-store.js';
import { type Contest, throughput } from './interleave.js';

const json = JSON.stringify({ productId: 'espresso-machine', from: 1, to: 2, note: 'x'.repeat(150) });

/**
 * Appends of one event to a stream of its own, against the same row inserted by plain `pg` into a table
 * with the same two indexes: one statement each, ten connections, no head row, no version check.
 */
export async function appendContest(connection: pg.PoolConfig): Promise<Contest> {
  const role = 'retrace_app';
  const pool = createPool(connection, { role });
  const writers = writerPool(connection, { role });
  const plain = createPool(connection);
  const schemas = { Measured: { upcasters: [] } };
  const store = await openPostgresStore({
    pool,
    writers,
    db: createDb(pool),
    listenOn: connection,
    schemas,
    onUnknownType() {},
  });
  await plain.query(`
    create table if not exists plain_events (
      lane smallint, stream_id uuid, version integer, position bigint generated always as identity, event_id uuid,
      type text, schema_version smallint, data json, actor text, correlation_id uuid, causation_id uuid,
      request_id text, subject text, recorded_at timestamptz default clock_timestamp(),
      primary key (lane, stream_id, version), unique (lane, position))`);

  const insert = () =>
    plain.query(
      `insert into plain_events (lane, stream_id, version, event_id, type, schema_version, data, actor, correlation_id)
       values (0, $1, 1, $2, 'Measured', 1, $3, 'bench', $4)`,
      [randomUUID(), randomUUID(), json, randomUUID()],
    );
  const append = () =>
    store.append({
      streamId: randomUUID(),
      expectedVersion: 0,
      events: [
        {
          id: randomUUID(),
          type: 'Measured',
          schemaVersion: 1,
          json,
          actor: 'bench',
          correlationId: randomUUID(),
        },
      ],
    });
  const candidates = [1, 32, 128].flatMap((concurrency) => {
    const baseline = `plain pg INSERT, ${concurrency} at once`;
    return [
      { name: baseline, run: (ms: number) => throughput(insert, concurrency, ms) },
      {
        name: `append, ${concurrency} at once`,
        baseline,
        run: (ms: number) => throughput(append, concurrency, ms),
      },
    ];
  });
  return {
    candidates,
    async stop() {
      await store.close();
      await Promise.all([pool.end(), writers.end(), plain.end()]);
    },
  };
}
