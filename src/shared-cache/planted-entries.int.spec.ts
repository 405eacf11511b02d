import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../event-sourcing/replay.js';
import { redisMissing, startTestRedis, type TestRedis } from '../testing/redis.js';
import {
  type CachedReader,
  fold,
  openSharedCacheSetting,
  type SharedCacheSetting,
} from '../testing/shared-cache-setting.js';

if (redisMissing) console.warn(`The shared cache is not tested: ${redisMissing}`);

const soon = { timeout: 10_000, interval: 5 };

describe.skipIf(redisMissing)('an entry of the shared cache', () => {
  let redis: TestRedis;
  let ours: SharedCacheSetting;
  let theirs: SharedCacheSetting;

  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    ours = await openSharedCacheSetting(redis);
    theirs = await openSharedCacheSetting(redis);
  });
  afterEach(async () => {
    await ours.stop();
    await theirs.stop();
    await redis.call('flushall');
  });

  /** A stream of the store, and the entry that a process made of it. */
  async function entryOf(setting: SharedCacheSetting, texts: readonly string[], streamId?: string) {
    const id = await setting.write(texts, streamId);
    await redis.call('flushall');
    await (await setting.openConnected()).expectTruth(id);
    await vi.waitFor(async () => expect(await setting.entry(id)).not.toBeNull(), soon);
    return { id, text: `${await setting.entry(id)}` };
  }
  const sealed = ({ process }: SharedCacheSetting, snapshot: Snapshot<unknown>, by = fold) =>
    process.store.seal.seal(by, snapshot);
  const untilReplaced = (streamId: string, text: string) =>
    vi.waitFor(async () => expect(await ours.entry(streamId)).toBe(text), soon);
  /** A process that has just started answers the truth, having begun to read after these versions. */
  async function expectTruthAfter(bases: readonly number[], streamId: string): Promise<CachedReader> {
    const reader = await ours.openConnected();
    await reader.expectTruth(streamId);
    expect(reader.bases).toEqual(bases);
    return reader;
  }

  const long = ['one', 'two', 'three', 'four', 'five'];

  it('that belongs to another stream is not believed', async () => {
    const { id: another, text } = await entryOf(ours, ['other', 'notes']);
    const id = await ours.write(long);
    await ours.plant(id, text);
    await expectTruthAfter([0], id);
    await expectTruthAfter([2], another);
  });

  it.each([
    ['garbage', 'garbage'],
    ['nothing', ''],
    ['JSON', '{"version":5,"state":["forged"]}'],
    ['a mark without a state', 'A'.repeat(43)],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 0xc3])],
    ['more than an entry may have', 'A'.repeat(3_000_000)],
  ])('that is %s is not believed', async (_what, text) => {
    const id = await ours.write(long);
    await ours.plant(id, text);
    await expectTruthAfter([0], id);
  });

  it('that is no text at all costs a read, and is replaced', async () => {
    const { id, text } = await entryOf(ours, long);
    const key = `${await redis.call('randomkey')}`;
    await redis.call('del', key);
    await redis.call('lpush', key, text);
    await expectTruthAfter([0], id);
    await untilReplaced(id, text);
  });

  it('that differs in any byte is not believed', async () => {
    const { id, text } = await entryOf(ours, long);
    const bytes = Buffer.from(text);
    const place = fc.nat(bytes.length - 1);
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ difference;
        await ours.plant(id, changed);
        await expectTruthAfter([0], id);
        await untilReplaced(id, text);
      }),
      { numRuns: 30 },
    );
    await expectTruthAfter([5], id);
  });

  it('that another fold made is not believed', async () => {
    const { id, text } = await entryOf(ours, long);
    const snapshot = ours.process.store.seal.open(fold, id, text) as Snapshot<unknown>;
    await ours.plant(id, sealed(ours, { ...snapshot, state: ['otherwise'] }, 'told/2'));
    await expectTruthAfter([0], id);
  });

  it('that is old shortens the read, and ages no answer', async () => {
    const { id, text } = await entryOf(ours, long);
    await ours.write(['six', 'seven'], id);
    await ours.plant(id, text);
    await expectTruthAfter([5], id);
  });

  it.each([
    ['is shorter', ['one', 'two']],
    ['is as long', ['un', 'deux', 'trois', 'quatre', 'cinq']],
    ['is longer', ['un', 'deux', 'trois', 'quatre', 'cinq', 'six']],
    ['is empty', []],
  ])('that comes of a log which was replaced by one that %s is not believed', async (_what, texts) => {
    const { id } = await entryOf(ours, long);
    await ours.database.forgetEvents(); // as where a backup is restored
    if (texts.length > 0) await ours.write(texts, id);
    await expectTruthAfter([5, 0], id);
  });

  it('that another store made is not believed, wherever it lies', async () => {
    const { id, text } = await entryOf(theirs, ['of', 'the', 'other', 'store']);
    await ours.write(long, id);
    await ours.plant(id, text);
    await expectTruthAfter([0], id);
  });

  it('is out of the way of other stores on the same Redis', async () => {
    const { id } = await entryOf(theirs, ['of', 'the', 'other', 'store']);
    await ours.write(long, id);
    const reader = await expectTruthAfter([0], id);
    await vi.waitFor(async () => expect(await ours.entry(id)).not.toBeNull(), soon);
    await expectTruthAfter([5], id);
    await reader.expectTruth(id);
    const theirReader = await theirs.openConnected();
    await theirReader.expectTruth(id);
    expect(theirReader.bases).toEqual([4]);
  });
});
