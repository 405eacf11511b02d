import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Migrator, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from '../database/migrate.js';
import { createDb, createPool } from '../database/pool.js';
import { hostileTexts } from '../testing/event-store-contract/store-under-test.js';
import { auditLane } from '../testing/history-auditor.js';
import { notes } from '../testing/notes.js';
import { openStoreProcess } from '../testing/test-event-store.js';
import { eventArchive } from './event-archive.js';
import { feedVerifier } from './verify-feed.js';

const lanes = 2;
const admin = new pg.Client({ ...inject('template'), database: 'postgres' });
const database = `test_${randomUUID().replaceAll('-', '')}`;
const connection = { ...inject('template'), database };

beforeAll(async () => {
  await admin.connect();
  await admin.query(`create database ${database}`);
  await migrateTo('0011_fulfilment');
});
afterAll(async () => {
  await admin.query(`drop database if exists ${database} with (force)`);
  await admin.end();
});

async function migrateTo(last: string): Promise<void> {
  const db = createDb(createPool(connection, { max: 1 }));
  const names = (await readdir('sql/migrations')).map((file) => file.replace('.sql', '')).sort();
  const migrator = new Migrator({
    db,
    migrationTableSchema: 'migrations',
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          names.map((name) => [
            name,
            {
              up: async (trx) =>
                void (await sql.raw(await readFile(`sql/migrations/${name}.sql`, 'utf8')).execute(trx)),
            },
          ]),
        ),
    },
  });
  const { error } = await migrator.migrateTo(last);
  await db.destroy();
  if (error) throw error;
}

/** Of each lane in turn; two events of a stream lie apart. */
function oldEvents() {
  const streams = Array.from({ length: 4 }, () => randomUUID());
  const texts = ['a note', ...hostileTexts.map(([, text]) => text)];
  const instants = [-62_135_596_800_000, -1, 0, 1, 836_481_600_007];
  return texts.map((text, i) => ({
    lane: i % lanes,
    streamId: streams[i % 4] as string,
    version: Math.floor(i / 4) + 1,
    position: Math.floor(i / lanes) + 1,
    type: text,
    schemaVersion: i + 1,
    data: i % 3 ? JSON.stringify({ [text]: text }) : ` { "b" : 1.0,\n"a":1, "b":${i} } `,
    actor: text,
    causationId: i % 2 ? randomUUID() : null,
    requestId: i % 3 ? text : null,
    subject: i % 5 ? text : null,
    at: new Date(instants[i] ?? Date.now()).toISOString(),
  }));
}

it('chains the events of an older store as appends would have', async () => {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query('insert into event_store.heads (lane) values (1)');
  for (const it of oldEvents()) {
    const { lane, position, at, ...event } = it;
    await client.query(
      `insert into event_store.events (lane, stream_id, version, position, event_id, type, schema_version, data, actor,
         correlation_id, causation_id, request_id, subject, recorded_at)
       values ($1, $2, $3, $4, gen_random_uuid(), $5, $6, $7, $8, gen_random_uuid(), $9, $10, $11, $12)`,
      [
        lane,
        event.streamId,
        event.version,
        position,
        event.type,
        event.schemaVersion,
        event.data,
        event.actor,
      ].concat([event.causationId, event.requestId, event.subject, at] as string[]),
    );
    await client.query('update event_store.heads set position = $2, recorded_at = $3 where lane = $1', [
      lane,
      position,
      at,
    ]);
  }

  await migrate(connection);

  const { store, db, close } = await openStoreProcess(connection);
  const events = [];
  for await (const event of eventArchive(db, lanes).events()) events.push(event);
  expect(events).toHaveLength(oldEvents().length);
  for (let lane = 0; lane < lanes; lane += 1) {
    const own = events.filter((event) => event.lane === lane);
    const expected = auditLane(own.map((it) => ({ ...it, at: new Date(it.recordedAt).toISOString() })));
    const { rows } = await client.query(
      `select encode(hash, 'hex') as hash, encode(root, 'hex') as root from event_store.events where lane = ${lane} order by position`,
    );
    expect(rows).toEqual(expected);
    expect((await store.rootAt()).roots[lane]).toBe(expected.at(-1)?.root);
  }

  await expect(client.query('update event_store.events set actor = actor')).rejects.toThrow(/is refused/);
  await store.append({ streamId: events[0]?.streamId as string, expectedVersion: 'any', events: notes(2) });
  for await (const { faults } of feedVerifier(db)()) expect(faults).toEqual([]);
  await Promise.all([close(), client.end()]);
});
