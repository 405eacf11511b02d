import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb } from '../database/pool.js';
import type { HistoryFault, VerifiedPlace } from '../event-sourcing/feed-verifier.js';
import { note, notes } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';
import { bulkPool } from './read-streams.js';
import { feedVerifier } from './verify-feed.js';

const lone = '01890000-0000-7000-8000-000000000001';
const long = '01890000-0000-7000-8000-000000000002';

let database: StoreDatabase;
let process: StoreProcess;
let bulk: pg.Pool;

beforeAll(async () => {
  database = await createStoreDatabase();
  process = await openStoreProcess(database.connection);
  bulk = bulkPool(database.connection, { role: 'retrace_app' });
});
beforeEach(async () => {
  await database.forgetEvents();
  // Positions 1 to 8: the long stream's versions 1 to 3, a lone event, the long stream's 4 to 7.
  const texts = { requestId: 'request', source: '192.0.2.1', subject: 'ann', causationId: lone };
  const append = (streamId: string, expectedVersion: number, count: number) =>
    process.store.append({
      streamId,
      expectedVersion,
      events: notes(count).map((it) => ({ ...it, ...texts })),
    });
  await append(long, 0, 3);
  await append(lone, 0, 1);
  await append(long, 3, 4);
});
afterAll(async () => {
  await Promise.all([process?.close(), bulk?.end()]);
  await database?.drop();
});

async function verify(from?: readonly VerifiedPlace[]) {
  const faults: HistoryFault[] = [];
  let events = 0;
  let places: readonly VerifiedPlace[] = [];
  for await (const page of feedVerifier(createDb(bulk), 3)(from)) {
    faults.push(...page.faults);
    events += page.events;
    ({ places } = page);
  }
  return { told: faults.map(({ position, what }) => `${position}: ${what}`), events, places };
}

/** As a superuser can. */
async function forge(statements: string): Promise<void> {
  await database.admin.query(`begin; set local session_replication_role = replica; ${statements}; commit`);
}

it('finds nothing where nothing was done', async () => {
  expect(await verify()).toMatchObject({ told: [], events: 8, places: [{ position: 8 }] });
});

const third = `Noted, version 3 of ${long}: `;
const otherContent = 'what it says, or its place in its stream, is not what was recorded';

describe('a change of one event', () => {
  it.each([
    ['event_id', 'gen_random_uuid()'],
    ['schema_version', '2'],
    ['data', `'"another note"'`],
    ['data', `' "note 3"'`],
    ['actor', `'bob'`],
    ['correlation_id', 'gen_random_uuid()'],
    ['causation_id', 'null'],
    ['request_id', 'null'],
    ['request_id', `''`],
    ['source', `'192.0.2.2'`],
    ['subject', 'null'],
    ['hash', `sha256('')`, 'its hash is another'],
    ['root', `sha256('')`, 'the root after it is another, or it was recorded elsewhere in the feed'],
    ['recorded_at', "recorded_at + interval '1 microsecond'", 'its instant is not one of whole milliseconds'],
    [
      'recorded_at',
      "recorded_at - interval '1 ms'",
      `it was recorded before the event before it; ${otherContent}`,
    ],
  ])('is found and named: %s becomes %s', async (column, value, fault = otherContent) => {
    await forge(`update event_store.events set ${column} = ${value} where position = 3`);
    expect((await verify()).told).toEqual([`3: ${third}${fault}`]);
  });
});

const change = (position: number, assignments: string) =>
  `update event_store.events set ${assignments} where position = ${position}`;
const remove = (condition: string) => `delete from event_store.events where ${condition}`;

/** In columns that are unique, through values that nobody has. */
const swap = (column: 'position' | 'version', a: number, b: number) => `
  create temporary table swapped on commit drop as
    select event_id, ${column} as place from event_store.events where stream_id = '${long}' and version in (${a}, ${b});
  update event_store.events e set ${column} = e.${column} + 1000 from swapped s where e.event_id = s.event_id;
  update event_store.events e set ${column} =
    (select place from swapped o where o.event_id <> s.event_id) from swapped s where e.event_id = s.event_id`;

/** As a copy of the third, made anew in whatever is said. */
const insert = (values: string) => `
  insert into event_store.events select (jsonb_populate_record(e, jsonb_build_object(
    'event_id', gen_random_uuid(), ${values}))).* from event_store.events e where position = 3`;

const notRecordedHere = 'it is not the event that was recorded here';
const elsewhere = 'the root after it is another, or it was recorded elsewhere in the feed';
const stranger = '01890000-0000-7000-8000-000000000009';

describe('what else a superuser may do', () => {
  it.each<[string, string, string[]]>([
    [
      'remove one event',
      remove('position = 4'),
      [`5: Noted, version 4 of ${long}: the event at 4, before it, is missing`],
    ],
    [
      'remove one from the middle of its stream',
      remove('position in (5, 6)'),
      [
        `7: Noted, version 6 of ${long}: the events from 5 to 6, before it, are missing; version 5 is missing`,
      ],
    ],
    [
      'remove the first',
      remove('position = 1'),
      [`2: Noted, version 2 of ${long}: the event at 1, before it, is missing; version 1 is missing`],
    ],
    [
      'remove the last',
      remove('position = 8'),
      ['8: the events from here to 8, where the head says the feed ends, are missing'],
    ],
    [
      'remove all',
      remove('true'),
      ['1: the events from here to 8, where the head says the feed ends, are missing'],
    ],
    [
      'remove one and close the gap',
      `${remove('position = 4')}; update event_store.events set position = position - 1 where position > 4;
       update event_store.heads set position = 7`,
      [`4: Noted, version 4 of ${long}: ${elsewhere}`],
    ],
    [
      'insert one between others',
      `update event_store.events set position = -position where position > 3;
       update event_store.events set position = 1 - position where position < 0;
       update event_store.heads set position = 9; ${insert(`'stream_id', '${stranger}', 'version', 1, 'position', 4`)}`,
      [`4: Noted, version 1 of ${stranger}: ${notRecordedHere}`],
    ],
    [
      'add one behind the head',
      insert(`'stream_id', '${stranger}', 'version', 1, 'position', 9`),
      ['9: events up to 9 stand behind 8, where the head says the feed ends'],
    ],
    [
      'add one, and move the head',
      `${insert(`'version', 8, 'position', 9`)}; update event_store.heads set position = 9`,
      [
        expect.stringMatching(
          `^9: Noted, version 8 of ${long}: it was recorded before the event before it; ${notRecordedHere}`,
        ),
        '9: the head has another root than the last event',
      ],
    ],
    [
      'hide one before the first',
      insert(`'stream_id', '${stranger}', 'version', 1, 'position', -7`),
      [`-7: Noted, version 1 of ${stranger}: it stands where no event can`],
    ],
    [
      'hide one in a lane that is none',
      insert(`'lane', 1`),
      ['0: there are events in this lane, and no head'],
    ],
    [
      'swap the places of two events in the feed',
      swap('position', 4, 5),
      [
        `5: Noted, version 5 of ${long}: version 4 stands behind it; ${elsewhere}`,
        `6: Noted, version 4 of ${long}: ${elsewhere}`,
        `7: Noted, version 6 of ${long}: ${elsewhere}`,
      ],
    ],
    [
      'swap two versions',
      swap('version', 4, 5),
      [
        `5: Noted, version 5 of ${long}: version 4 stands behind it; ${otherContent}`,
        `6: Noted, version 4 of ${long}: ${otherContent}`,
        `7: Noted, version 6 of ${long}: ${otherContent}`,
      ],
    ],
    [
      'swap what two events say',
      `${change(5, `data = '"note 2"'`)}; ${change(6, `data = '"note 1"'`)}`,
      [`5: Noted, version 4 of ${long}: ${otherContent}`, `6: Noted, version 5 of ${long}: ${otherContent}`],
    ],
    [
      'give an event to another stream',
      change(4, `stream_id = '${stranger}'`),
      [`4: Noted, version 1 of ${stranger}: ${otherContent}`],
    ],
    [
      'rewrite an event and its hash',
      change(5, `data = '"forged"', hash = sha256('forged')`),
      [
        `5: Noted, version 4 of ${long}: ${notRecordedHere}`,
        `6: Noted, version 5 of ${long}: ${otherContent}`,
      ],
    ],
    [
      'move the head back',
      'update event_store.heads set position = 7',
      ['8: events up to 8 stand behind 7, where the head says the feed ends'],
    ],
    [
      'move the head ahead',
      'update event_store.heads set position = 9',
      ['9: the events from here to 9, where the head says the feed ends, are missing'],
    ],
    [
      'change the root of the head',
      `update event_store.heads set root = sha256('')`,
      ['8: the head has another root than the last event'],
    ],
    [
      'change the instant of the head',
      `update event_store.heads set recorded_at = now() + interval '1 s'`,
      ['8: the head tells another instant than the last event'],
    ],
    ['remove the head', 'delete from event_store.heads', ['0: there are events in this lane, and no head']],
  ])('is found and named: %s', async (_, statements, expected) => {
    await forge(statements);
    try {
      expect((await verify()).told).toEqual(expected);
    } finally {
      await database.admin.query('insert into event_store.heads (lane) values (0) on conflict do nothing');
    }
  });
});

describe('a feed that was cut short, and its head moved back', () => {
  const emptied = `${remove('true')}; update event_store.heads set position = 0, recorded_at = '-infinity', root = default`;
  const shortened = `${remove('position > 6')};
    update event_store.heads h set (position, recorded_at, root) =
      (select position, recorded_at, root from event_store.events e where e.position = 6)`;
  const checkpoint = `insert into event_store.checkpoints values ('orders', '{8}')`;
  const key = `insert into event_store.idempotency values (0, 'ann', 'key', 'input', '${long}', 6, 7, now())`;
  const snapshot = `insert into event_store.snapshots values (0, '${long}', 6, 'fold', 'sealed')`;
  const claim = `insert into event_store.claims values (0, 'owner:ann', '${lone}')`;
  afterEach(() => forge('delete from event_store.checkpoints'));

  it.each<[string, string, string, string[]]>([
    [
      'a checkpoint',
      checkpoint,
      shortened,
      ['7: the checkpoint "orders" stands at 8, although the feed ends at 6'],
    ],
    [
      'an idempotency key',
      key,
      shortened,
      [
        `7: 1 idempotency keys tell of events that are missing, such as version 7 of ${long}, although the feed ends at 6`,
      ],
    ],
    [
      'a snapshot',
      snapshot,
      shortened,
      [
        `7: 1 snapshots tell of events that are missing, such as version 6 of ${long}, although the feed ends at 6`,
      ],
    ],
    [
      'a claim',
      claim,
      emptied,
      [
        `1: 1 claims tell of events that are missing, such as version 1 of ${lone}, although the feed ends at 0`,
      ],
    ],
  ])('is found by what remains: %s', async (_, trace, cut, expected) => {
    await forge(trace);
    expect((await verify()).told).toEqual([]);
    await forge(cut);
    expect((await verify()).told).toEqual(expected);
  });

  it('is not found where nothing remains', async () => {
    await forge(shortened);
    expect(await verify()).toMatchObject({ told: [], places: [{ position: 6 }] });
    await forge(emptied);
    expect(await verify()).toMatchObject({ told: [], places: [{ position: 0 }] });
  });

  it('is found where the head is gone, too', async () => {
    await forge(`${emptied}; delete from event_store.heads`);
    expect((await verify()).told).toEqual(['0: the feed has neither events nor a head']);
    await forge('insert into event_store.heads (lane) values (0)');
  });
});

describe('a run that goes on where one was cut off', () => {
  /** As they were when so many events had been looked at. */
  async function cutOff(after: number): Promise<readonly VerifiedPlace[]> {
    for await (const { places } of feedVerifier(createDb(bulk), 3)()) {
      if ((places[0]?.position ?? 0) >= after) return places;
    }
    throw new Error(`There were no ${after} events`);
  }

  it('looks at the rest only, and finds what is wrong there', async () => {
    const places = await cutOff(3);
    expect(await verify(places)).toMatchObject({ told: [], events: 5, places: [{ position: 8 }] });
    await forge(change(6, `actor = 'bob'`));
    expect((await verify(places)).told).toEqual([`6: Noted, version 5 of ${long}: ${otherContent}`]);
  });

  it('does not go on from a root that is no longer there', async () => {
    const places = await cutOff(6);
    const changed = ['6: the root after it is another than when the feed was verified up to here'];
    await forge(change(6, `root = sha256('')`));
    expect((await verify(places)).told).toEqual(expect.arrayContaining(changed));
    await forge(remove('position > 5'));
    expect((await verify(places)).told).toEqual(expect.arrayContaining(changed));
  });

  it('begins anew where the store has other lanes', async () => {
    const places = await cutOff(6);
    expect(await verify([...places, ...places])).toMatchObject({ told: [], events: 8 });
  });
});

it('looks at what there was when it began, whatever is appended meanwhile', async () => {
  let events = 0;
  for await (const page of feedVerifier(createDb(bulk), 1)()) {
    events += page.events;
    expect(page.faults).toEqual([]);
    await process.store.append({ streamId: long, expectedVersion: 'any', events: [note()] });
  }
  expect(events).toBe(8);
  expect((await verify()).told).toEqual([]);
});
