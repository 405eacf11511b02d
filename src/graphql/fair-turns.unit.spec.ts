import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fairTurns } from './fair-turns.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const turn = () => vi.advanceTimersByTimeAsync(8);

/** What begins, in order, as it does. */
function beginnings(isHeld: (address: string) => boolean = () => true) {
  const takeTurn = fairTurns(isHeld);
  const begun: string[] = [];
  async function ask(address: string, what: string): Promise<void> {
    await takeTurn(address);
    begun.push(`${address}${what}`);
  }
  return { takeTurn, begun, ask };
}

describe('an address', () => {
  it('begins at once where it has begun nothing in this turn', async () => {
    const { takeTurn } = beginnings();
    expect([takeTurn('a'), takeTurn('b')]).toEqual([undefined, undefined]);
    await turn();
    await turn();
    expect(takeTurn('a')).toBeUndefined();
  });

  it('that asks much waits for itself, in order, and others do not', async () => {
    const { begun, ask } = beginnings();
    for (let n = 1; n <= 4; n += 1) void ask('a', `${n}`);
    void ask('b', '1');
    await turn();
    void ask('c', '1');
    void ask('b', '2');
    await turn();
    await turn();
    await turn();
    expect(begun).toEqual(['a1', 'b1', 'a2', 'c1', 'b2', 'a3', 'a4']);
  });

  it('that is not held waits for nothing, but for what it has in its line', async () => {
    const held = new Set(['a']);
    const { begun, ask } = beginnings((address) => held.has(address));
    for (let n = 1; n <= 3; n += 1) {
      void ask('a', `${n}`);
      void ask('b', `${n}`);
    }
    held.delete('a');
    void ask('a', '4');
    await turn();
    expect(begun).toEqual(['a1', 'b1', 'b2', 'b3', 'a2']);
    await turn();
    await turn();
    expect(begun.slice(5)).toEqual(['a3', 'a4']);
  });

  it('keeps its order, also where its line has just ended', async () => {
    const { begun, ask } = beginnings();
    void ask('a', '1');
    void ask('a', '2');
    await turn();
    void ask('a', '3');
    await turn();
    void ask('a', '4');
    await turn();
    await turn();
    expect(begun).toEqual(['a1', 'a2', 'a3', 'a4']);
  });
});
