import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { redisMissing } from '../testing/redis.js';
import {
  type CachedReader,
  hasty,
  openSharedCacheSetting,
  patient,
  type SharedCacheSetting,
} from '../testing/shared-cache-setting.js';

if (redisMissing) console.warn(`The shared cache is not tested: ${redisMissing}`);

const lost = 'the shared cache is lost; going on without it';
const back = 'the shared cache is back';
const soon = { timeout: 10_000, interval: 5 };

describe.skipIf(redisMissing)('the shared cache', () => {
  let setting: SharedCacheSetting;

  beforeEach(async () => {
    setting = await openSharedCacheSetting();
  });
  afterEach(() => setting.stop());

  /** Streams of three notes. */
  const writeStreams = (count: number) =>
    Promise.all(Array.from({ length: count }, () => setting.write(['one', 'two', 'three'])));
  const untilEntry = (streamId: string) =>
    vi.waitFor(async () => expect(await setting.entry(streamId)).not.toBeNull(), soon);
  const expectTruths = async (reader: CachedReader, streamIds: readonly string[]) => {
    for (const streamId of streamIds) await reader.expectTruth(streamId);
  };
  /** It finds out that Redis is there again, and asks and fills it. */
  async function expectInUseAgain(reader: CachedReader): Promise<void> {
    await vi.waitFor(async () => {
      const [streamId = ''] = await writeStreams(1);
      await reader.expectTruth(streamId);
      expect(await setting.entry(streamId)).not.toBeNull();
      expect(reader.log.at(-1)).toBe(back);
    }, soon);
  }

  it('gives a process that has just started what another has folded, for a day', async () => {
    const [first, second] = [await setting.openConnected(), await setting.openConnected()];
    const [streamId = ''] = await writeStreams(1);
    await first.expectTruth(streamId);
    await untilEntry(streamId);
    await second.expectTruth(streamId);
    expect([first.bases, second.bases]).toEqual([[0], [3]]);
    const key = `${await setting.redis.call('randomkey')}`;
    expect(key).toMatch(/^retrace:[0-9a-f-]{36}:told\/1:[0-9a-f-]{36}$/);
    const left = Number(await setting.redis.call('ttl', key));
    expect(left).toBeGreaterThan(86_000);
    expect(left).toBeLessThanOrEqual(86_400);
  });

  it('only saves reading: what came later is in the answer, and in the next entry', async () => {
    const [streamId = ''] = await writeStreams(1);
    await (await setting.openConnected()).expectTruth(streamId);
    await untilEntry(streamId);
    await setting.write(['four'], streamId);
    const second = await setting.openConnected();
    await second.expectTruth(streamId);
    expect(second.bases).toEqual([3]);
    await vi.waitFor(async () => expect(`${await setting.entry(streamId)}`).toContain('four'), soon);
  });

  it('keeps nothing of streams that do not exist', async () => {
    const reader = await setting.openConnected();
    const streamIds = await writeStreams(1);
    await reader.expectTruth(uuidv7());
    await expectTruths(reader, streamIds);
    await untilEntry(`${streamIds[0]}`);
    expect(await setting.redis.call('dbsize')).toBe(1);
  });

  it('does without a Redis that is not there at the start, says so once, and uses it when it comes', async () => {
    await setting.redis.kill();
    const reader = setting.open();
    await vi.waitFor(() => expect(setting.link.made).toBeGreaterThan(2), soon);
    await expectTruths(reader, await writeStreams(20));
    expect(setting.link.said('retrace:')).toBe(0);
    expect(reader.log).toEqual([expect.stringContaining(lost)]);
    await setting.redis.start();
    await expectInUseAgain(reader);
    expect(reader.log.slice(1)).toEqual([back]);
  });

  it.each([
    ['an address where nobody listens', 'redis://127.0.0.1:1'],
    ['a name that does not exist', 'redis://redis.invalid'],
  ])('warns, and goes on, where the setting names %s', async (_what, url) => {
    const reader = setting.open({ ...hasty, url });
    await expectTruths(reader, await writeStreams(3));
    await vi.waitFor(() => expect(reader.log).toEqual([expect.stringMatching(`${lost}: .+`)]), soon);
  });

  it('warns, and tells no password, where it is refused', async () => {
    await setting.redis.call('config', 'set', 'requirepass', 'sesame');
    const url = `redis://:abracadabra@127.0.0.1:${setting.link.port}`;
    const reader = setting.open({ ...hasty, url });
    await vi.waitFor(() => expect(reader.log).toEqual([expect.stringContaining('WRONGPASS')]), soon);
    expect(reader.log[0]).not.toContain('abracadabra');
    await expectTruths(reader, await writeStreams(3));
  });

  it('loses no answer when the connection is cut in the middle of a question', async () => {
    const reader = await setting.openConnected();
    const streamIds = await writeStreams(5);
    setting.link.block();
    const answers = Promise.all(streamIds.map((streamId) => reader.expectTruth(streamId)));
    await vi.waitFor(() => expect(setting.link.said(`${streamIds[4]}`)).toBe(1), soon);
    setting.link.cut();
    setting.link.unblock();
    await answers;
    await expectInUseAgain(reader);
    expect(reader.log).toEqual([expect.stringContaining(lost), back]);
  });

  it('asks a Redis that does not answer once, and leaves it alone then', async () => {
    const reader = await setting.openConnected(hasty);
    const [together, later] = [await writeStreams(5), await writeStreams(30)];
    setting.link.block();
    await Promise.all(together.map((streamId) => reader.expectTruth(streamId)));
    await expectTruths(reader, later);
    const asked = (streamId: string) => setting.link.said(streamId);
    expect(together.map(asked)).toEqual([1, 1, 1, 1, 1]);
    expect(later.map(asked)).toEqual(later.map(() => 0));
    expect(reader.log).toEqual([expect.stringContaining(lost)]);
  });

  it('comes back by itself when Redis answers again', async () => {
    const reader = await setting.openConnected({ ...patient, patience: 100 });
    const streamIds = await writeStreams(3);
    setting.link.block();
    await expectTruths(reader, streamIds);
    expect(reader.log).toEqual([expect.stringContaining(`${lost}: it did not answer within 100 ms`)]);
    setting.link.unblock();
    await expectInUseAgain(reader);
  });

  it('lets one read at a time find out whether Redis answers again', async () => {
    const reader = await setting.openConnected({ patience: 25, pauses: { first: 100, longest: 400 } });
    setting.link.block();
    await expectTruths(reader, await writeStreams(1));
    for (let asked = 0; asked === 0; ) {
      const streamIds = await writeStreams(20);
      await Promise.all(streamIds.map((streamId) => reader.expectTruth(streamId)));
      asked = streamIds.filter((streamId) => setting.link.said(streamId) > 0).length;
      expect(asked).toBeLessThanOrEqual(1);
    }
  });

  it('makes a new connection where nothing comes through the old one any more', async () => {
    const reader = await setting.openConnected({ ...patient, patience: 100 });
    setting.link.strand();
    await expectTruths(reader, await writeStreams(1));
    await expectInUseAgain(reader);
  });

  it('does not wait for a Redis that is slow', async () => {
    const reader = await setting.openConnected(hasty);
    const streamIds = await writeStreams(30);
    setting.link.slowDown(1_000);
    await expectTruths(reader, streamIds);
    expect(streamIds.map((streamId) => setting.link.said(streamId))).toEqual([1, ...Array(29).fill(0)]);
  });

  it('asks a Redis that is full to take something once, and goes on reading from it', async () => {
    const [known = '', ...streamIds] = await writeStreams(21);
    await (await setting.openConnected()).expectTruth(known);
    await untilEntry(known);
    await setting.redis.call('config', 'set', 'maxmemory', '1mb');
    const reader = await setting.openConnected({ ...hasty, patience: 5_000 });
    await reader.expectTruth(streamIds[0] ?? '');
    await vi.waitFor(() => expect(reader.log).toHaveLength(1), soon);
    await expectTruths(reader, [...streamIds.slice(1), known]);
    expect(reader.log).toEqual([expect.stringMatching(/takes no more entries: OOM/)]);
    expect(reader.bases.at(-1)).toBe(3);
    const offers = streamIds.map((streamId) => setting.link.said(`told/1:${streamId}`) - 1);
    expect(offers).toEqual([1, ...Array(19).fill(0)]);
  });

  it('begins anew with a Redis that was killed and comes back empty', async () => {
    const reader = await setting.openConnected();
    const streamIds = await writeStreams(3);
    await expectTruths(reader, streamIds);
    await setting.redis.kill();
    await expectTruths(reader, await writeStreams(3));
    await setting.redis.start();
    await expectInUseAgain(reader);
    await expectTruths(await setting.openConnected(), streamIds);
  });

  it('drops what is offered while too much is on its way', async () => {
    const { texts } = await setting.openConnected();
    setting.link.block();
    const make = vi.fn(() => 'small');
    for (let i = 0; i < 2_000; i += 1) texts.offer(`small ${i}`, make);
    expect(make.mock.calls.length).toBeGreaterThan(100);
    expect(make.mock.calls.length).toBeLessThan(300);
  });

  it('drops what is large', async () => {
    const { texts } = await setting.openConnected();
    texts.offer('large', () => 'é'.repeat(600_000));
    texts.offer('small', () => 'small');
    await vi.waitFor(async () => expect(await texts.get('small')).toBe('small'), soon);
    expect(setting.link.said('large')).toBe(0);
  });

  it('is found by nobody, and holds no connection, once it is closed', async () => {
    const reader = await setting.openConnected();
    const streamIds = await writeStreams(3);
    setting.link.block();
    reader.texts.close();
    await expectTruths(reader, streamIds);
    reader.texts.offer('late', () => 'late');
    await vi.waitFor(() => expect(setting.link.open).toBe(0), soon);
    expect(setting.link.said('late')).toBe(0);
    expect([setting.link.made, reader.log]).toEqual([1, []]);
  });
});
