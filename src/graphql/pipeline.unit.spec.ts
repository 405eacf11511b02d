import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from './context.js';
import { createPipeline, type Pipeline } from './pipeline.js';
import type { Rates } from './rates.js';

const schema = buildSchema('type Query { hello: String }');
const address = '192.0.2.1';
const caller: Caller = { actor: 'ada', roles: new Set(['customer']) };
const rich: Rates = { spend: () => undefined };
const poor: Rates = { spend: () => ({ setting: 'RATE_PER_ADDRESS', max: 5_000, retryAfterMs: 1 }) };

afterEach(() => void vi.restoreAllMocks());

/** Whether one address begins two things in the same turn. */
function beginsBoth({ takeTurn }: Pick<Pipeline<never>, 'takeTurn'>): boolean {
  expect(takeTurn(address)).toBeUndefined();
  return takeTurn(address) === undefined;
}

const refusals: [string, (pipeline: Pipeline<never>) => Promise<unknown>][] = [
  ['something', ({ charge }) => charge({ address }, 'refusal')],
  ['a document', ({ admit }) => admit({ query: '{ no }' }, { address, caller })],
];

describe('an address', () => {
  it('that is refused nothing is not held', async () => {
    const pipeline = createPipeline<never>({ schema, rates: rich });
    await pipeline.charge({ address }, 'request');
    await pipeline.admit({ query: '{ hello }' }, { address, caller });
    await pipeline.takeMessage({ address }, 10);
    expect(beginsBoth(pipeline)).toBe(true);
  });

  it.each(refusals)('that was refused %s begins one thing in a turn', async (_what, refuse) => {
    const pipeline = createPipeline<never>({ schema, rates: rich });
    await refuse(pipeline);
    expect(beginsBoth(pipeline)).toBe(false);
  });

  it.each(refusals)('that was refused %s is not held where no rates hold', async (_what, refuse) => {
    const pipeline = createPipeline<never>({ schema });
    await refuse(pipeline);
    expect(beginsBoth(pipeline)).toBe(true);
  });

  it('that has spent all is not refused a message, but held', async () => {
    const pipeline = createPipeline<never>({ schema, rates: poor });
    await pipeline.takeMessage({ address }, 10);
    expect(pipeline.takeTurn(address)).toBeInstanceOf(Promise);
  });
});

it('a message costs a point as a request does, and one for each thousand characters', async () => {
  const spent: number[] = [];
  const { takeMessage } = createPipeline<never>({
    schema,
    rates: { spend: (_who, it) => void spent.push(it) },
  });
  await takeMessage({ address }, 15);
  await takeMessage({ address }, 60_000);
  expect(spent).toEqual([1, 61]);
});

it('documents that come together are not all read in one turn of the event loop', async () => {
  let clock = 0;
  const { admit } = createPipeline<never>({ schema, rates: rich });
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 4)); // each takes 4 ms
  let read = 0;
  const all = Array.from({ length: 20 }, (_, n) =>
    admit({ query: `{ a${n}: hello }` }, { address, caller }).then(() => (read += 1)),
  );
  await nextTurn();
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(20);
  await Promise.all(all);
});
