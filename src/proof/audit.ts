import pg from 'pg';
import { expect } from 'vitest';
import { ask } from '../testing/graphql-client.js';
import { mutationText } from './queries.js';
import { readFeed } from './read-feed.js';
import type { Acknowledged, Traffic } from './traffic.js';

interface Row {
  readonly event_id: string;
  readonly stream_id: string;
  readonly version: number;
  readonly position: number;
  readonly recorded_at: Date;
}

/**
 * Compares all that a server's database holds with all that was acknowledged: each write is there once, nothing
 * else is, nothing has a gap, and what is derived is what it would be if it were made anew.
 */
export async function audit(url: string, connection: pg.ClientConfig, traffic: Traffic): Promise<void> {
  const client = new pg.Client({ ...connection, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    expect(traffic.surprises).toEqual([]);
    await expectDurable(client);
    const { rows } = await client.query<Row>(
      'select event_id, stream_id, version, position::int, recorded_at from event_store.events order by position',
    );
    expectOnce(rows, traffic.acknowledged);
    expectGapless(rows);
    expect(await numbers(client, 'select count(*)::int from event_store.idempotency')).toEqual([
      traffic.acknowledged.length,
    ]);
    expect(await numbers(client, 'select position::int from event_store.heads')).toEqual([rows.length]);
    expect((await readFeed(url)).ids).toEqual(rows.map((row) => row.event_id));
    await expectSameAnswers(url, traffic.acknowledged);
    await expectSameReadModel(url, client, rows);
  } finally {
    await client.end();
  }
}

async function numbers(client: pg.Client, text: string): Promise<number[]> {
  const { rows } = await client.query<number[]>({ text, rowMode: 'array' });
  return rows.flat();
}

/** Or the proof proves nothing. */
async function expectDurable(client: pg.Client): Promise<void> {
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    expect((await client.query(`show ${name}`)).rows).toEqual([{ [name]: 'on' }]);
  }
}

function expectOnce(rows: readonly Row[], acknowledged: readonly Acknowledged[]): void {
  const written = acknowledged.flatMap(({ payload }) =>
    payload.events.map(({ id, version }) => `${payload.order.id} ${version} ${id}`),
  );
  const found = rows.map((row) => `${row.stream_id} ${row.version} ${row.event_id}`);
  expect(found.sort()).toEqual(written.sort());
}

function expectGapless(rows: readonly Row[]): void {
  const versions = new Map<string, number>();
  let time = 0;
  for (const [i, { stream_id, version, position, recorded_at }] of rows.entries()) {
    expect(position).toBe(i + 1);
    expect(version).toBe((versions.get(stream_id) ?? 0) + 1);
    versions.set(stream_id, version);
    expect(recorded_at.getTime()).toBeGreaterThanOrEqual(time);
    time = recorded_at.getTime();
  }
}

/** Every key still gives its first answer. */
async function expectSameAnswers(url: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  for (const { mutation, input, payload } of acknowledged) {
    const { data } = await ask(url, mutationText(mutation), { input });
    expect(data?.[mutation]).toEqual(payload);
  }
}

async function expectSameReadModel(url: string, client: pg.Client, events: readonly Row[]): Promise<void> {
  const { data } = await ask(url, '{ orders(consistency: STRONG, first: 1) { totalCount } }');
  expect(data?.orders).toEqual({ totalCount: new Set(events.map((event) => event.stream_id)).size });
  const rows = async () => (await client.query('select * from read_model.orders order by order_id')).rows;
  const grown = await rows();
  const { errors } = await ask(url, 'mutation { rebuildProjection(name: "orders") { lagEvents } }');
  expect(errors).toBeUndefined();
  expect(await rows()).toEqual(grown);
}
