import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Deed } from './entry.js';
import { recorder } from './repeats.js';

const deed = (changes: Partial<Deed> = {}): Deed => ({
  actor: 'olga',
  roles: ['operator'],
  source: '192.0.2.1',
  requestId: 'request 1',
  correlationId: null,
  action: 'rollbackOrder',
  orderId: 'order 1',
  subject: null,
  outcome: 'VALIDATION_ERROR',
  message: 'No events found',
  ...changes,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const write = vi.fn(async (_deed: Deed, _times: number) => {});
const onError = vi.fn();
const written = () => write.mock.calls.map(([{ requestId }, times]) => [requestId, times]);
beforeEach(() => {
  write.mockClear();
  onError.mockClear();
});

it('the first of its kind is written at once, the others together after a minute, with the last one’s request', async () => {
  const { record } = recorder({ write, onError });
  for (let n = 1; n <= 4; n += 1) await record(deed({ requestId: `request ${n}` }));
  expect(written()).toEqual([['request 1', 1]]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written()).toEqual([
    ['request 1', 1],
    ['request 4', 3],
  ]);
  await record(deed({ requestId: 'request 5' }));
  expect(written().at(-1)).toEqual(['request 5', 1]);
});

it.each([
  ['another actor', { actor: 'oscar' }],
  ['another address', { source: '192.0.2.2' }],
  ['another order', { orderId: 'order 2' }],
  ['another customer', { subject: 'ada' }],
  ['another refusal', { outcome: 'NOT_FOUND' }],
  ['other words', { message: 'Order not found' }],
  ['another command', { action: 'cancelOrder' }],
])('%s is of another kind', async (_, changes) => {
  const { record } = recorder({ write, onError });
  await record(deed());
  await record(deed(changes));
  expect(write).toHaveBeenCalledTimes(2);
});

it('of an actor with too many the first hundred have an entry each, the rest two for each command and outcome', async () => {
  const { record } = recorder({ write, onError });
  const tried = (n: number) => deed({ orderId: `order ${n}`, requestId: `request ${n}` });
  for (let n = 1; n <= 1_000; n += 1) await record(tried(n));
  expect(write).toHaveBeenCalledTimes(101);
  await record({ ...tried(1_001), actor: 'oscar' });
  expect(write).toHaveBeenCalledTimes(102);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written().slice(102)).toEqual([['request 1000', 899]]);
  await record(tried(1_002));
  await record(tried(1_003));
  expect(write).toHaveBeenCalledTimes(105);
});

it('also of those that come at once the first alone is written', async () => {
  const { record } = recorder({ write, onError });
  await Promise.all(Array.from({ length: 100 }, () => record(deed())));
  expect(write).toHaveBeenCalledTimes(1);
});

it('those that follow while the first is being written wait for it, and are told where it cannot be', async () => {
  const { record } = recorder({ write, onError });
  let fail = (_error: Error) => {};
  write.mockReturnValueOnce(
    new Promise((_, reject) => {
      fail = reject;
    }),
  );
  const first = record(deed());
  const second = record(deed({ requestId: 'request 2' }));
  fail(new Error('no room'));
  await expect(first).rejects.toThrow('no room');
  await expect(second).rejects.toThrow('no room');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written()).toEqual([['request 1', 1]]);
});

it('what was done has an entry each time', async () => {
  const { record } = recorder({ write, onError });
  for (let n = 0; n < 3; n += 1) await record(deed({ outcome: 'DONE' }));
  expect(write).toHaveBeenCalledTimes(3);
});

it('what was counted is written when the server stops', async () => {
  const { record, stop } = recorder({ write, onError });
  await record(deed());
  await record(deed({ requestId: 'request 2' }));
  await stop();
  expect(written().at(-1)).toEqual(['request 2', 1]);
});

it('tells whoever waits that the first could not be written, and does not count what follows on it', async () => {
  const { record } = recorder({ write, onError });
  write.mockRejectedValueOnce(new Error('no room'));
  await expect(record(deed())).rejects.toThrow('no room');
  await record(deed());
  expect(write).toHaveBeenCalledTimes(2);
});

it('says which counted ones could not be written', async () => {
  const { record, stop } = recorder({ write, onError });
  await record(deed());
  await record(deed({ requestId: 'request 2' }));
  write.mockRejectedValueOnce(new Error('no room'));
  await stop();
  expect(onError).toHaveBeenCalledExactlyOnceWith(deed({ requestId: 'request 2' }), 1, expect.any(Error));
});
