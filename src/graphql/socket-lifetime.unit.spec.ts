import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { createHeartbeat } from './socket-lifetime.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a heartbeat', () => {
  it('pings sockets that came at once one after the other, each of them once in 12 s', () => {
    const { watch } = createHeartbeat();
    const pinged = new Map<number, number>();
    let pings = 0;
    for (let n = 0; n < 1_000; n += 1) {
      const socket = new EventEmitter();
      const ping = () => {
        pinged.set(n, (pinged.get(n) ?? 0) + 1);
        pings += 1;
        socket.emit('pong');
      };
      watch(Object.assign(socket, { ping }) as unknown as WebSocket);
    }
    const inEachSecond = Array.from({ length: 12 }, () => {
      const before = pings;
      vi.advanceTimersByTime(1_000);
      return pings - before;
    });
    expect([...pinged.values()]).toEqual(Array(1_000).fill(1));
    expect(Math.max(...inEachSecond)).toBeLessThan(2 * Math.min(...inEachSecond));
  });
});
