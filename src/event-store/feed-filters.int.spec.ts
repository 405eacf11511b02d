import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FeedFilter } from '../event-sourcing/event-store.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';

const half = 15_000;
const long = uuidv7();
const lone = uuidv7();
const limit = 100;

let database: StoreDatabase;
let ours: StoreProcess;

beforeAll(async () => {
  database = await createStoreDatabase();
  ours = await openStoreProcess(database.connection);
  // Half of the events before the middle satisfy some filters, of those after it one or none; and statistics do not
  // tell where what is frequent lies.
  await fill(
    1,
    half,
    `case when n % 2 = 0 then 'Common' else 'Other' end`,
    `case when n % 2 = 0 then 'busy' end`,
  );
  await fill(
    half + 1,
    2 * half,
    `case when n = ${2 * half} then 'Common' else 'Later' end`,
    `'customer ' || n % 500`,
  );
  await database.admin.query('vacuum analyze event_store.events');
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  await ours?.close();
  await database?.drop();
});

/** One stream has every other event, another the last of all; the rest have one each. */
const fill = (from: number, to: number, type: string, subject: string) =>
  database.admin.query(`
    insert into event_store.events
      (lane, stream_id, version, position, event_id, type, schema_version, data, actor, correlation_id, subject, recorded_at, hash, root)
    select 0, case when n = ${2 * half} then '${lone}' when n % 2 = 1 then '${long}' else gen_random_uuid() end,
      case when n % 2 = 1 then (n + 1) / 2 else 1 end, n, gen_random_uuid(), ${type}, 1, '"a note"', 'ann',
      gen_random_uuid(), ${subject}, now(), '', ''
    from generate_series(${from}, ${to}) n;
    update event_store.heads set position = ${to}, recorded_at = now()`);

const filters: Record<string, FeedFilter> = {
  'a stream': { streamIds: [lone] },
  'a long stream': { streamIds: [long] },
  'many streams': { streamIds: [lone, long, lone, ...Array.from({ length: 200 }, () => uuidv7())] },
  'a stream and a type': { streamIds: [lone], types: ['Common', 'Later'] },
  'a subject': { subject: 'customer 7' },
  'a subject that comes no more': { subject: 'busy' },
  'a subject and a type': { subject: 'customer 7', types: ['Later'] },
  'a type': { types: ['Later'] },
  'a type that has become rare': { types: ['Common'] },
  'several types': { types: ['Other', 'Later', 'Common', 'Later', 'Never'] },
  'a type that never comes': { types: ['Never'] },
  'no stream at all': { streamIds: [] },
};

/** The events that the filter leaves, as plain SQL finds them. */
async function expected({ streamIds, types, subject }: FeedFilter, after: number): Promise<number[]> {
  const { rows } = await database.admin.query<{ position: number }>(
    `select position from event_store.events where position > $1
       and ($2::uuid[] is null or stream_id = any($2)) and ($3::text[] is null or type = any($3))
       and ($4::text is null or subject = $4) order by position limit $5`,
    [after, streamIds ?? null, types ?? null, subject ?? null, limit],
  );
  return rows.map(({ position }) => position);
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** The tables' rows that the statements which `work` sent look at. */
async function rowsReadBy(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const sent = query.mock.calls as unknown as [text: string, values: unknown[]][];
  query.mockRestore();
  const reads = sent.filter(
    ([text]) => text.includes('event_store"."events') || text.includes('event_store.events'),
  );
  let rows = 0;
  for (const [text, values] of reads) {
    const { rows: plans } = await database.admin.query(`explain (analyze, format json) ${text}`, values);
    for (const node of nodes(JSON.parse(plans[0]['QUERY PLAN'])[0].Plan)) {
      if (!/^(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(node['Node Type'])) continue;
      rows += (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
    }
  }
  expect(reads.length).toBeGreaterThan(0);
  return rows;
}

describe.each(Object.entries(filters))('the feed filtered by %s', (_name, filter) => {
  it.each([0, half - 5, 2 * half - 3, 2 * half])('after %i is what satisfies it', async (after) => {
    const { events, cursor, hasMore } = await ours.store.readFeed([after], limit, filter);
    const positions = events.map(({ position }) => position);
    const all = await expected(filter, after);
    expect(positions).toEqual(all);
    if (all.length < limit) expect({ cursor, hasMore }).toEqual({ cursor: [2 * half], hasMore: false });
    else expect(cursor).toEqual([positions.at(-1)]);
  });

  it('is read without reading what does not satisfy it', async () => {
    const rows = await rowsReadBy(() => ours.store.readFeed([half - 5], limit, filter));
    expect(rows).toBeLessThan(limit * 4);
  });
});

it('the newest version of a stream at a position is found, wherever that is', async () => {
  const versionAt = async (stream: string, position: number) => {
    const text = 'select event_store.version_at_position(0::smallint, $1, $2) as version';
    return (await database.admin.query(text, [stream, position])).rows[0].version;
  };
  for (const position of [0, 1, 2, 3, 4, half, 2 * half - 2, 2 * half - 1, 2 * half, 9 * half])
    expect(await versionAt(long, position)).toBe(Math.min(half, Math.ceil(position / 2)));
  expect(await versionAt(lone, 2 * half - 1)).toBe(0);
  expect(await versionAt(lone, 2 * half)).toBe(1);
  expect(await versionAt(uuidv7(), half)).toBe(0);
});
