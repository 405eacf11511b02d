import pg from 'pg';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import type { Candidate, Contest } from './interleave.js';
import { generateShop, runTool } from './shops.js';

/** Orders of about five events each: a million events. */
const orders = 200_000;
const page = 20_000;

/**
 * A rebuild of the read model from a million events, start of the process included, against reading the same rows
 * with plain `pg`, and against one INSERT … SELECT inside Postgres that makes a row of each order's newest event (it
 * knows no rollback, makes no state and no index). Each runs to its end, whatever the seconds.
 */
export async function rebuildContest(connection: PostgresConnection): Promise<Contest> {
  const shop = await generateShop(connection, orders);
  const client = new pg.Client(shop);
  await client.connect();
  const { rows } = await client.query('select position::int as events from event_store.heads');
  const [{ events }] = rows;
  const timed = (name: string, work: () => Promise<unknown>, baseline?: string): Candidate => ({
    name,
    ...(baseline ? { baseline } : {}),
    async run() {
      const start = performance.now();
      await work();
      return (events * 1_000) / (performance.now() - start);
    },
  });
  const reading = 'events read with plain pg';
  const insideSql = 'events grouped by INSERT … SELECT';
  const rebuild = () => runTool(shop, 'projections', 'rebuild', 'orders');
  return {
    candidates: [
      timed(reading, () => readAll(client)),
      timed(insideSql, () => groupInside(client)),
      timed('events rebuilt, against reading', rebuild, reading),
      timed('events rebuilt, against INSERT … SELECT', rebuild, insideSql),
    ],
    stop: () => client.end(),
  };
}

async function readAll(client: pg.Client): Promise<void> {
  for (let after = 0; ; after += page) {
    const { rows } = await client.query(
      'select * from event_store.events where lane = 0 and position > $1 order by position limit $2',
      [after, page],
    );
    if (rows.length < page) return;
  }
}

const groupInside = (client: pg.Client) =>
  client.query(`
    begin;
    create temporary table rows on commit drop as select * from read_model.orders limit 0;
    insert into rows (order_id, customer_id, status, total, product_ids, created_at, updated_at, snapshot, lane, version, position)
    select stream_id, max(subject), (array_agg(type order by version desc))[1], 0, '{}', min(recorded_at), max(recorded_at),
      jsonb_agg(data order by version), lane, max(version), max(position)
    from event_store.events group by lane, stream_id;
    commit`);
