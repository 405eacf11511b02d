import { describe, expect, it, vi } from 'vitest';
import { liveQueue, SlowConsumerError } from './live-queue.js';

const item = (position: number) => ({ cursor: [position] });
const done = { done: true, value: undefined };

function open(limit = 3) {
  const onEnd = vi.fn();
  return { queue: liveQueue<{ cursor: number[] }>([5], limit, onEnd), onEnd };
}

describe('the queue of a consumer', () => {
  it('gives items in order, whether they wait for the consumer or the consumer for them', async () => {
    const { queue } = open();
    queue.push(item(6));
    queue.push(item(7));
    expect((await queue.next()).value).toEqual(item(6));
    expect((await queue.next()).value).toEqual(item(7));
    const next = queue.next();
    queue.push(item(8));
    queue.push(item(9));
    expect((await next).value).toEqual(item(8));
    expect((await queue.next()).value).toEqual(item(9));
  });

  it('forgets all that waits where one too many does, and fails with the place of the last item taken', async () => {
    const { queue, onEnd } = open();
    for (const position of [6, 7]) queue.push(item(position));
    await queue.next();
    for (const position of [8, 9]) queue.push(item(position));
    expect(onEnd).not.toHaveBeenCalled();
    queue.push(item(10));
    expect(onEnd).toHaveBeenCalledTimes(1);
    const error = await queue.next().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SlowConsumerError);
    expect(error).toMatchObject({ cursor: [6] });
    expect(await queue.next()).toEqual(done);
  });

  it('fails with the place where it began where nothing was taken', async () => {
    const { queue } = open();
    for (const position of [6, 7, 8, 9, 10]) queue.push(item(position));
    await expect(queue.next()).rejects.toMatchObject({ cursor: [5] });
  });

  it('ends while its consumer waits, once, and takes nothing more', async () => {
    const { queue, onEnd } = open();
    const next = queue.next();
    queue.end();
    queue.end();
    expect(await next).toEqual(done);
    queue.push(item(6));
    expect(await queue.next()).toEqual(done);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it.each(['waits', 'is away'])('tells its consumer once why it ended, if it %s then', async (where) => {
    const { queue } = open();
    queue.push(item(6));
    if (where === 'waits') await queue.next();
    const reason = new Error('no more');
    const waiting = where === 'waits' ? queue.next() : undefined;
    queue.end(reason);
    await expect(waiting ?? queue.next()).rejects.toBe(reason);
    expect(await queue.next()).toEqual(done);
  });
});
