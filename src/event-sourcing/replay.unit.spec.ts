import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, record, STREAM_ID } from '../testing/given-when-then.js';
import { ReplayError } from './errors.js';
import type { Recorded } from './event.js';
import { emptySnapshot, type Fold, replay, rollbackBelow, type Snapshot } from './replay.js';

type Event =
  | { readonly type: 'Noted'; readonly data: string }
  | { readonly type: 'RolledBack'; readonly data: { readonly toVersion: number } };

/** The notes that count, oldest first. */
const notes: Fold<readonly string[], Event> = {
  initialState: [],
  evolve(state, event) {
    if (event.type !== 'Noted') return state;
    if (event.data === 'illegible') throw new Error('cannot be read');
    return [...state, event.data];
  },
  rollbackTarget: (event) => (event.type === 'RolledBack' ? event.data.toVersion : undefined),
};
const empty = emptySnapshot(notes, STREAM_ID);

const noted = (data: string): Event => ({ type: 'Noted', data });
const rolledBack = (toVersion: number): Event => ({ type: 'RolledBack', data: { toVersion } });

function stateAt(events: readonly Recorded<Event>[], version: number): Snapshot<readonly string[]> {
  const snapshot = replay(notes, empty, events.slice(0, version));
  if (!snapshot) throw new Error(`No state at version ${version}`);
  return snapshot;
}

/** Histories beside what each version's state must be, by the definition of a rollback alone. */
const histories = fc.array(fc.option(fc.nat(), { freq: 2 }), { minLength: 1, maxLength: 30 }).map((steps) => {
  const events: Event[] = [];
  const states: (readonly string[])[] = [[]];
  const undone = new Set<number>();
  for (const [i, pick] of steps.entries()) {
    const version = i + 1;
    const targets = [...states.keys()].filter((it) => it > 0 && !undone.has(it));
    const target = pick === null ? undefined : targets[pick % targets.length];
    events.push(target === undefined ? noted(`note ${version}`) : rolledBack(target));
    states.push(
      target === undefined
        ? [...(states[i] as readonly string[]), `note ${version}`]
        : (states[target] as readonly string[]),
    );
    for (let it = (target ?? i) + 1; it < version; it += 1) undone.add(it);
  }
  return { events: record(events), states };
});

describe('replay', () => {
  it('answers the state, version, instant and place of the last event', () => {
    const events = record([noted('a'), noted('b')]);
    expect(replay(notes, empty, events)).toEqual({
      streamId: STREAM_ID,
      version: 2,
      state: ['a', 'b'],
      recordedAt: instantOf(2),
      eventId: events[1]?.id,
      lane: 0,
      position: 2,
      rollbacks: [],
    });
  });

  it('answers the base where nothing follows it', () => {
    expect(replay(notes, empty, [])).toBe(empty);
  });

  it('keeps which rollback went back to which version', () => {
    const events = record([noted('a'), noted('b'), rolledBack(1), noted('c'), rolledBack(3)]);
    const base = stateAt(events, 3);
    expect(replay(notes, base, events.slice(3))?.rollbacks).toEqual([
      { version: 3, toVersion: 1 },
      { version: 5, toVersion: 3 },
    ]);
  });

  it('folds no event that a rollback skipped, not even an illegible one', () => {
    const events = record([noted('a'), noted('illegible'), rolledBack(1), noted('b')]);
    expect(stateAt(events, 4).state).toEqual(['a', 'b']);
  });

  it('needs an older base where a rollback goes back to before this one', () => {
    const events = record([noted('a'), noted('b'), noted('c'), rolledBack(1), noted('d')]);
    const base = stateAt(events, 2);
    expect(replay(notes, base, events.slice(2))).toBeUndefined();
    expect(rollbackBelow(notes, base, events.slice(2))).toBe(1);
    const { state: restored } = stateAt(events, 1);
    expect(replay(notes, base, events.slice(2), { restored })).toEqual(stateAt(events, 5));
    expect(rollbackBelow(notes, stateAt(events, 1), events.slice(1))).toBeUndefined();
    expect(replay(notes, stateAt(events, 1), events.slice(1))?.state).toEqual(['a', 'd']);
  });

  it('answers at every version what the definition of a rollback says', () => {
    fc.assert(
      fc.property(histories, ({ events, states }) => {
        for (const [version, state] of states.entries()) {
          expect(stateAt(events, version).state).toEqual(state);
        }
      }),
    );
  });

  it('answers from a snapshot at any version what it answers from the start', () => {
    fc.assert(
      fc.property(histories, ({ events }) => {
        const whole = stateAt(events, events.length);
        const bases = Array.from({ length: events.length + 1 }, (_, version) => version);
        const answers = bases.map((it) => replay(notes, stateAt(events, it), events.slice(it)));
        for (const answer of answers) if (answer) expect(answer).toEqual(whole);
        // It gives no answer exactly where a rollback that counts jumps over the base.
        const { rollbacks } = whole;
        const counts = (version: number) =>
          !rollbacks.some((it) => it.toVersion < version && version < it.version);
        const live = rollbacks.filter((it) => counts(it.version));
        expect(answers.map((answer) => answer === undefined)).toEqual(
          bases.map((base) => live.some((it) => it.toVersion < base && base < it.version)),
        );
      }),
    );
  });

  it('says which stream, version and type failed, how far it had come, and why', () => {
    const events = record([noted('a'), noted('b'), rolledBack(1), noted('illegible')]);
    const read = () => replay(notes, empty, events);
    expect(read).toThrow(ReplayError);
    expect(read).toThrow(
      `Replay of ${STREAM_ID} failed at version 4 (Noted), after version 3: cannot be read`,
    );
    expect(read).toThrow(
      expect.objectContaining({ streamId: STREAM_ID, version: 4, type: 'Noted', reached: 3 }),
    );
  });

  it.each([
    ['the first', [0], 1],
    ['one in the middle', [1], 2],
  ])('fails where %s event is missing', (_, [missing], version) => {
    const events = record([noted('a'), noted('b'), noted('c')]).toSpliced(missing as number, 1);
    expect(() => replay(notes, empty, events)).toThrow(
      expect.objectContaining({ name: 'ReplayError', version, reached: version - 1 }),
    );
  });
});
