import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { ask } from '../../../testing/graphql-client.js';
import type { Violation } from '../checker/history.js';

const digest = `
  select count(*)::int as rows, md5(string_agg(md5(o::text), '' order by order_id)) as digest
  from read_model.orders o`;

/** Whether the read model is what it would be if it were made anew, and has all orders. */
export async function checkDerived(client: pg.Pool, url: string): Promise<Violation[]> {
  const fresh = await ask(url, '{ orders(consistency: STRONG, first: 1) { totalCount } }');
  const grown = (await client.query(digest)).rows[0];
  const { errors } = await ask(url, 'mutation { rebuildProjection(name: "orders") { name } }');
  for (let waited = 0; waited < 60_000; waited += 200) {
    const { data } = await ask(url, '{ projections { name state } }');
    const states = (data?.projections ?? []) as readonly { state: string }[];
    if (states.every(({ state }) => state !== 'REBUILDING')) break;
    await delay(200);
  }
  const rebuilt = (await client.query(digest)).rows[0];
  const { rows } = await client.query(
    'select count(distinct stream_id)::int as orders from event_store.events',
  );
  const story = JSON.stringify({ fresh: fresh.data, grown, rebuilt, errors, orders: rows[0].orders });
  const equal = !errors && grown.digest === rebuilt.digest && grown.rows === rows[0].orders;
  return equal ? [] : [{ anomaly: 'projection drifts', story }];
}
