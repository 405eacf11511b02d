import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventStoreError } from '../event-sourcing/errors.js';
import { type SharedRoundTrips, shareRoundTrips } from './shared-round-trips.js';

afterEach(() => vi.restoreAllMocks());

interface RoundTrip {
  readonly requests: readonly string[];
  /** Answers each request with itself. */
  answer(): void;
  fail(error: Error): void;
}

/** Round trips that end when the test says so. */
function open(options: Partial<SharedRoundTrips<string, string>> = {}) {
  const trips: RoundTrip[] = [];
  const ask = shareRoundTrips<string, string>({
    concurrency: 1,
    limit: 10,
    send: (requests) =>
      new Promise((resolve, reject) => {
        trips.push({ requests, answer: () => resolve(requests), fail: reject });
      }),
    ...options,
  });
  const sent = () => trips.map((trip) => trip.requests.join(' '));
  /** Ends the round trips under way, and all that follow, and answers what each request came to. */
  const settle = async (asked: readonly Promise<string>[], end: (trip: RoundTrip) => void) => {
    const outcomes = Promise.all(asked.map((it) => it.catch((error: Error) => error.message)));
    await nextTurn();
    for (let ended = 0; ended < trips.length; ended += 1) {
      end(trips[ended] as RoundTrip);
      await nextTurn();
    }
    return outcomes;
  };
  return { ask, trips, sent, settle };
}

const answer = (trip: RoundTrip) => trip.answer();

describe('requests', () => {
  it('of one turn go together at once', async () => {
    const { ask, sent, settle } = open();
    const asked = ['a', 'b', 'c'].map((it) => ask(it));
    await nextTurn();
    expect(sent()).toEqual(['a b c']);
    expect(await settle(asked, answer)).toEqual(['a', 'b', 'c']);
  });

  it('that come while a round trip is under way go together in the next, never in that one', async () => {
    const { ask, trips, sent, settle } = open();
    const asked = [ask('a')];
    await nextTurn();
    asked.push(ask('b'), ask('c'));
    await nextTurn();
    asked.push(ask('d'));
    expect(sent()).toEqual(['a']);
    trips[0]?.answer();
    await nextTurn();
    expect(sent()).toEqual(['a', 'b c d']);
    expect(await settle(asked, answer)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are as many in a round trip as fit, and as many round trips under way as may be', async () => {
    const { ask, trips, sent, settle } = open({ concurrency: 2, limit: 2 });
    const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((it) => ask(it));
    await nextTurn();
    expect(sent()).toEqual(['a b', 'c d']);
    trips[1]?.answer();
    await nextTurn();
    expect(sent()).toEqual(['a b', 'c d', 'e f']);
    expect(await settle(asked, answer)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('take as many seats as they need, and the large ones all of them', async () => {
    const { ask, sent, settle } = open({ limit: 4, seats: (request) => request.length });
    const asked = ['aa', 'bbb', 'c', 'dddddd', 'e'].map((it) => ask(it));
    await settle(asked, answer);
    expect(sent()).toEqual(['aa c e', 'bbb', 'dddddd']);
  });

  it('that exclude each other go apart and in their order', async () => {
    const { ask, sent, settle } = open({ exclusive: (request) => [...request] });
    const asked = ['ab', 'c', 'bd', 'd', 'e'].map((it) => ask(it));
    await settle(asked, answer);
    expect(sent()).toEqual(['ab c e', 'bd', 'd']);
  });
});

describe('a round trip that fails', () => {
  const failWith =
    (...poison: string[]) =>
    (trip: RoundTrip) =>
      trip.requests.some((it) => poison.includes(it)) ? trip.fail(new Error('poisoned')) : trip.answer();

  it('fails for all where the cause is none of them', async () => {
    const { ask, sent, settle } = open();
    const asked = ['a', 'b'].map((it) => ask(it));
    expect(await settle(asked, failWith('b'))).toEqual(['poisoned', 'poisoned']);
    expect(sent()).toEqual(['a b']);
  });

  it('is tried again one by one where one of them may be the cause', async () => {
    const { ask, sent, settle } = open({ separable: () => true });
    const asked = ['a', 'b', 'c'].map((it) => ask(it));
    await nextTurn();
    asked.push(ask('d'), ask('e'));
    expect(await settle(asked, failWith('b'))).toEqual(['a', 'poisoned', 'c', 'd', 'e']);
    expect(sent()).toEqual(['a b c', 'a', 'b', 'c', 'd e']);
  });

  it('is tried again with as many round trips under way as may be', async () => {
    const { ask, trips, sent, settle } = open({ separable: () => true, concurrency: 2, limit: 2 });
    const asked = ['a', 'b', 'c', 'd'].map((it) => ask(it));
    await nextTurn();
    for (const trip of trips.slice(0, 2)) trip.fail(new Error('poisoned'));
    await nextTurn();
    expect(sent().slice(2)).toHaveLength(2);
    expect(await settle(asked, failWith('c'))).toEqual(['a', 'b', 'poisoned', 'd']);
  });
});

describe('a request that has waited too long', () => {
  it('is refused when a round trip ends, and never sent', async () => {
    const { ask, trips, sent } = open();
    void ask('a');
    await nextTurn();
    const late = ask('b', performance.now() - 1);
    const patient = ask('c', performance.now() + 60_000);
    trips[0]?.answer();
    await expect(late).rejects.toThrow(EventStoreError);
    expect(sent()).toEqual(['a', 'c']);
    trips[1]?.answer();
    expect(await patient).toBe('c');
  });

  it('is refused too while it waits to be tried alone', async () => {
    const { ask, trips, sent } = open({ separable: () => true });
    const until = performance.now() + 60_000;
    const asked = [ask('a', until), ask('b', until)];
    await nextTurn();
    vi.spyOn(performance, 'now').mockReturnValue(until + 1);
    trips[0]?.fail(new Error('poisoned'));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    expect(sent()).toEqual(['a b']);
  });
});
