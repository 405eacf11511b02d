import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { paced } from './paced.js';

afterEach(() => void vi.restoreAllMocks());

/** Pieces of work that take 4 ms each by the clock, and the turn of the event loop in which each was done. */
function works(millisecondsInATurn: number) {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const done: string[][] = [[]];
  const pace = paced(millisecondsInATurn);
  const work = (name: string) =>
    pace(() => {
      clock += 4;
      done.at(-1)?.push(name);
      return name;
    });
  const turn = async () => {
    done.push([]);
    await nextTurn();
  };
  return { done, pace, work, turn };
}

it('does at once what there is time for in this turn, and the rest in the next ones, in order', async () => {
  const { done, work, turn } = works(10);
  const answers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(work);
  expect(answers.slice(0, 3)).toEqual(['a', 'b', 'c']);
  expect(done).toEqual([['a', 'b', 'c']]);
  await turn();
  const late = work('h');
  await turn();
  expect(await Promise.all([...answers, late])).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  expect(done).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e', 'f'],
    ['g', 'h'],
  ]);
});

it('does one thing in each turn that takes longer than there is', async () => {
  const { done, work, turn } = works(1);
  void ['a', 'b', 'c'].map(work);
  await turn();
  await turn();
  expect(done).toEqual([['a'], ['b'], ['c']]);
});

it('has the whole of its time again after a turn', async () => {
  const { work, turn } = works(4);
  expect(work('a')).toBe('a');
  await turn();
  expect(work('b')).toBe('b');
});

it('throws what the work throws, at once and in its turn', async () => {
  const { pace, work } = works(4);
  const fail = () => {
    throw new Error('no');
  };
  expect(() => pace(fail)).toThrow('no');
  void work('a');
  await expect(pace(fail)).rejects.toThrow('no');
});
