import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { EventStoreError } from '../../event-sourcing/errors.js';
import type { Recorded } from '../../event-sourcing/event.js';
import { allowedAttempts, BatchFailure, blamesEvents, isolation } from './poison.js';

const eventsOf = (...ids: number[]) => ids.map((id) => ({ id: `${id}` }) as Recorded);
const failureOf = (...ids: number[]) => new BatchFailure(eventsOf(...ids), new Error('cannot be applied'));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Works through events as a projector does; answers which were condemned, and in how many steps. */
function workThrough(count: number, poisonous: readonly number[], batch = 500) {
  const trials = isolation(batch);
  const condemned: number[] = [];
  let at = 0;
  let steps = 0;
  for (; at < count; steps += 1) {
    const { limit, condemned: given } = trials.next;
    const page = range(at + 1, Math.min(count, at + limit));
    const gaveUp = given?.failure.events[0]?.id === `${page[0]}`;
    if (!gaveUp && page.some((id) => poisonous.includes(id))) {
      trials.failed(failureOf(...page));
      continue;
    }
    if (gaveUp) condemned.push(...page);
    at += page.length;
    trials.succeeded();
  }
  return { condemned, steps };
}

describe('an isolation', () => {
  it.each([
    [1, [1]],
    [10, [1, 2, 10]],
    [2_000, [400, 401, 1_999]],
  ])('condemns, of %i events, those alone that cannot be applied: %j', (count, poisonous) => {
    expect(workThrough(count, poisonous).condemned).toEqual(poisonous);
  });

  it('finds an event among many in few steps', () => {
    expect(workThrough(2_000, [777]).steps).toBeLessThan(60);
  });

  it('condemns an event when it has failed alone as often as is allowed, in turn', () => {
    const trials = isolation(500);
    expect(trials.failed(failureOf(1, 2))).toBe(true);
    for (let attempt = 1; attempt < allowedAttempts; attempt += 1) {
      expect(trials.failed(failureOf(1))).toBe(false);
      expect(trials.next).toEqual({ limit: 1 });
    }
    expect(trials.failed(failureOf(1))).toBe(true);
    expect(trials.next).toEqual({
      limit: 1,
      condemned: { failure: failureOf(1), attempts: allowedAttempts },
    });
  });

  it('counts the attempts of each event by itself', () => {
    const trials = isolation(500);
    trials.failed(failureOf(1));
    trials.failed(failureOf(1));
    trials.succeeded();
    expect(trials.failed(failureOf(1))).toBe(false);
    expect(trials.failed(failureOf(2))).toBe(false);
    expect(trials.next).toEqual({ limit: 1 });
  });
});

describe('events are blamed', () => {
  const withCode = (code: string) => Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code });

  it.each([
    ['fold fails', new TypeError('data.items is not iterable')],
    ['row does not fit', withCode('22003')],
    ['row breaks a constraint', withCode('23514')],
    ['row is refused by a trigger', withCode('P0001')],
    ['index entry is too long', withCode('54000')],
  ])('where their %s', (_, error) => expect(blamesEvents(error)).toBe(true));

  it.each([
    ['the store cannot be reached', new EventStoreError('The event store cannot be reached')],
    ['the connection is lost', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
    ['a lock is not to be had', withCode('55P03')],
    ['the disk is full', withCode('53100')],
    ['the table is missing', withCode('42P01')],
    ['the table may not be written', withCode('42501')],
  ])('not where %s', (_, error) => expect(blamesEvents(error)).toBe(false));
});
