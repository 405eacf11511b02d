import { buildSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from './context.js';
import { createPipeline } from './pipeline.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const schema = buildSchema('type Query { hello: String }');
const address = '192.0.2.1';
const caller: Caller = { actor: 'ada', role: 'customer', customerId: 'ada' };
const rates = { spend: () => undefined };
const { charge, admit, takeTurn } = createPipeline({ schema, rates });

/** Whether one address begins two things in the same turn. */
function beginsBoth(take = takeTurn): boolean {
  expect(take(address)).toBeUndefined();
  return take(address) === undefined;
}

describe('an address', () => {
  it('that is refused nothing is not held', async () => {
    await charge({ address }, 'request');
    await admit({ query: '{ hello }' }, { address, caller });
    expect(beginsBoth()).toBe(true);
  });

  it.each([
    ['something', () => charge({ address }, 'refusal')],
    ['a document', () => admit({ query: '{ no }' }, { address, caller })],
  ])('that was refused %s begins one thing in a turn, for 5 s', async (_what, refuse) => {
    await refuse();
    expect(beginsBoth()).toBe(false);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(beginsBoth()).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(beginsBoth()).toBe(true);
  });

  it('is never held where no rates hold', async () => {
    const pipeline = createPipeline({ schema });
    await pipeline.charge({ address }, 'refusal');
    await pipeline.admit({ query: '{ no }' }, { address, caller });
    expect(beginsBoth(pipeline.takeTurn)).toBe(true);
  });
});
