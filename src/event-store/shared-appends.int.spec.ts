import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Append, AppendOutcome } from '../event-sourcing/event-store.js';
import { type CuttingProxy, startCuttingProxy } from '../testing/cutting-proxy.js';
import { note, notes, noting } from '../testing/notes.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from '../testing/test-event-store.js';
import { laneOf } from './lanes.js';

const call = 'event_store.append(';

let database: StoreDatabase;
let proxy: CuttingProxy;
let ours: StoreProcess;

beforeAll(async () => {
  database = await createStoreDatabase(3);
  proxy = await startCuttingProxy(database.connection);
  ours = await openStoreProcess(proxy.connection);
});

beforeEach(() => database.forgetEvents());

afterAll(async () => {
  await ours.close();
  await proxy.close();
  await database.drop();
});

const lane = 1;
const inLane = (): string => {
  for (;;) {
    const id = uuidv7();
    if (laneOf(id, 3) === lane) return id;
  }
};

/** Sends all at once; answers what became of each, and how many round trips that took. */
async function together(appends: readonly Append[]) {
  const before = proxy.requests(call);
  const outcomes = await Promise.allSettled(appends.map((append) => ours.store.append(append)));
  return { outcomes: outcomes.map(nameOf), roundTrips: proxy.requests(call) - before };
}

const nameOf = (outcome: PromiseSettledResult<AppendOutcome>) =>
  outcome.status === 'fulfilled' ? outcome.value.kind : (outcome.reason as Error).message;

async function positions(): Promise<number[]> {
  const { rows } = await database.admin.query<{ position: number }>(
    'select position from event_store.events where lane = $1 order by position',
    [lane],
  );
  return rows.map((row) => row.position);
}

const range = (length: number) => Array.from({ length }, (_, i) => i + 1);

describe('appends of one moment', () => {
  it('go together in one round trip for each lane', async () => {
    expect(await together(range(40).map(() => noting({ streamId: inLane() })))).toMatchObject({
      roundTrips: 1,
    });
    expect(await together(range(40).map(() => noting()))).toMatchObject({ roundTrips: 3 });
    const head = await ours.store.head();
    expect(head.reduce((sum, position) => sum + position, 0)).toBe(80);
  });

  it('go in several where they are large', async () => {
    const large = () =>
      noting({ streamId: inLane(), events: [note({ json: JSON.stringify('x'.repeat(300_000)) })] });
    expect(await together(range(10).map(large))).toEqual({
      outcomes: range(10).map(() => 'appended'),
      roundTrips: 4,
    });
  });

  it('are judged each on its own', async () => {
    const streamId = inLane();
    const key = { actor: 'ann', key: 'key 1', fingerprint: '' };
    const claimed = { streamId: ours.store.newStreamId('name'), claim: 'name' };
    await ours.store.append(noting({ streamId, events: notes(2), idempotencyKey: key }));
    await ours.store.append(noting(claimed));
    const before = (await positions()).length;
    const others = inLaneOf(claimed.streamId);
    const { outcomes, roundTrips } = await together([
      noting({ streamId: inLane() }),
      noting({ streamId, expectedVersion: 1 }),
      noting({ streamId: inLane(), events: notes(3) }),
      noting({ streamId: inLane(), idempotencyKey: key }),
      noting({ streamId: inLane(), events: [note({ recordedAt: 0 })] }),
      noting({ streamId: inLane(), expectedVersion: 'any' }),
      { streamId: inLane(), expectedVersion: 0, events: [] },
      noting({ streamId: others, claim: 'name' }),
    ]);
    expect(outcomes.map((outcome) => outcome.replace(/.*time would run backwards.*/, 'untimely'))).toEqual([
      'appended',
      'conflict',
      'appended',
      'repeated',
      'untimely',
      'appended',
      'appended',
      'claimed',
    ]);
    expect(roundTrips).toBe(laneOf(others, 3) === lane ? 1 : 2);
    expect(await positions()).toEqual(range(before + 5));
  });

  it('fail alone where Postgres will not have them', async () => {
    const poisons = [
      noting({ streamId: inLane(), events: [note({ json: '{"cut off": ' })] }),
      noting({ streamId: inLane(), events: [note({ json: '1e' })] }),
      noting({ streamId: inLane(), events: [note({ schemaVersion: 0 })] }),
      noting({ streamId: inLane(), events: [note({ schemaVersion: 40_000 })] }),
      noting({ streamId: inLane(), events: [note(), note({ correlationId: 'no UUID' })] }),
      noting({ streamId: inLane(), events: [note({ id: 'no UUID' })] }),
      noting({ streamId: inLane(), events: [note({ recordedAt: Number.NaN })] }),
      noting({ streamId: inLane(), expectedVersion: 2 ** 31 }),
      noting({
        streamId: inLane(),
        idempotencyKey: { actor: 'ann', key: randomBytes(5_000).toString('hex'), fingerprint: '' },
      }),
    ];
    const sound = range(10).map(() => noting({ streamId: inLane(), events: notes(2) }));
    const { outcomes } = await together([...sound.slice(0, 5), ...poisons, ...sound.slice(5)]);
    expect(outcomes.slice(0, 5)).toEqual(range(5).map(() => 'appended'));
    expect(outcomes.slice(-5)).toEqual(range(5).map(() => 'appended'));
    expect(outcomes.slice(5, -5)).not.toContain('appended');
    expect(await positions()).toEqual(range(20));
  });

  it('for one stream, key or claim go in round trips of their own', async () => {
    const streamId = inLane();
    const anyhow = () => noting({ streamId, expectedVersion: 'any' });
    expect(await together(range(5).map(anyhow))).toEqual({
      outcomes: range(5).map(() => 'appended'),
      roundTrips: 5,
    });
    const idempotencyKey = { actor: 'ann', key: 'key 1', fingerprint: '' };
    const keyed = () => noting({ streamId: inLane(), idempotencyKey });
    expect((await together(range(4).map(keyed))).roundTrips).toBe(4);
    const claiming = () => noting({ streamId: ours.store.newStreamId('name'), claim: 'name' });
    expect((await together(range(3).map(claiming))).roundTrips).toBe(3);
  });
});

describe('reads of one moment', () => {
  it('fail alone where one asks for what cannot be', async () => {
    const streamId = inLane();
    await ours.store.append(noting({ streamId }));
    const reads = [streamId, 'no UUID', streamId].map((id) => ours.store.readStream(id));
    const outcomes = await Promise.allSettled(reads);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('a claim', () => {
  it('cannot be made by a stream of another lane than the one that guards it', async () => {
    const guard = laneOf('name', 3);
    let streamId = inLane();
    while (laneOf(streamId, 3) === guard) streamId = uuidv7();
    await expect(ours.store.append(noting({ streamId, claim: 'name' }))).rejects.toThrow(RangeError);
  });
});

function inLaneOf(other: string): string {
  for (;;) {
    const id = uuidv7();
    if (laneOf(id, 3) === laneOf(other, 3)) return id;
  }
}
