import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, record, STREAM_ID } from '../testing/given-when-then.js';
import { ReplayError } from './errors.js';
import type { Recorded } from './event.js';
import { UnreadableData } from './event-schema.js';
import { emptySnapshot, type Fold, replay, rollbackBelow, type Snapshot } from './replay.js';

type Event =
  | { readonly type: 'Noted' | 'Rained'; readonly data: string }
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

interface Diary {
  readonly notes: readonly string[];
  readonly weather: readonly string[];
}

/** Notes can be undone; the weather was as it was. */
const diary: Fold<Diary, Event> = {
  initialState: { notes: [], weather: [] },
  evolve: ({ notes, weather }, event) => ({
    notes: event.type === 'Noted' ? [...notes, event.data] : notes,
    weather,
  }),
  rollbackTarget: notes.rollbackTarget,
  outside: {
    of: ({ weather }) => weather,
    observe(facts, event) {
      if (event.type !== 'Rained') return facts;
      if (typeof event.data !== 'string') throw new Error('no weather');
      return [...(facts as readonly string[]), event.data];
    },
    into: (state, facts) => ({ ...state, weather: facts as readonly string[] }),
  },
};
const blank = emptySnapshot(diary, STREAM_ID);
const rained = (data: string): Event => ({ type: 'Rained', data });

function diaryAt(events: readonly Recorded<Event>[], version: number): Snapshot<Diary> {
  const snapshot = replay(diary, blank, events.slice(0, version));
  if (!snapshot) throw new Error(`No state at version ${version}`);
  return snapshot;
}

/** Some of the notes are of the weather instead. */
const diaries = fc.tuple(histories, fc.infiniteStream(fc.boolean())).map(([{ events, states }, rain]) => {
  const wet = events.map((event) => event.type === 'Noted' && rain.next().value === true);
  const isNote = (note: string) => !wet[Number(note.slice('note '.length)) - 1];
  return {
    events: events.map((event, i) => (wet[i] ? ({ ...event, type: 'Rained' } as Recorded<Event>) : event)),
    diaries: states.map((state, version) => ({
      notes: state.filter(isNote),
      weather: events.slice(0, version).flatMap(({ data }, i) => (wet[i] ? [data] : [])),
    })),
  };
});

describe('replay of what happened outside', () => {
  it('carries it over rollbacks', () => {
    const events = record([noted('a'), rained('a little'), noted('b'), rolledBack(1), rained('a lot')]);
    expect(diaryAt(events, 5).state).toEqual({ notes: ['a'], weather: ['a little', 'a lot'] });
  });

  it('answers at every version the notes of its lineage and all weather until then', () => {
    fc.assert(
      fc.property(diaries, ({ events, diaries }) => {
        for (const [version, expected] of diaries.entries())
          expect(diaryAt(events, version).state).toEqual(expected);
      }),
    );
  });

  it('answers the same from a snapshot at any version', () => {
    fc.assert(
      fc.property(diaries, ({ events }) => {
        const whole = diaryAt(events, events.length);
        for (let version = 0; version <= events.length; version += 1) {
          const [base, tail] = [diaryAt(events, version), events.slice(version)];
          const below = rollbackBelow(diary, base, tail);
          // Its own weather is of long ago.
          const options = below === undefined ? {} : { restored: diaryAt(events, below).state };
          expect(replay(diary, base, tail, options)).toEqual(whole);
        }
      }),
    );
  });

  it('passes the state that was current at each version that counts, its weather included', () => {
    fc.assert(
      fc.property(diaries, ({ events, diaries }) => {
        const passed: [number, Diary][] = [];
        replay(diary, blank, events, { passing: ({ version }, state) => passed.push([version, state]) });
        const { rollbacks } = diaryAt(events, events.length);
        const counts = (version: number) =>
          !rollbacks.some((it) => it.toVersion < version && version < it.version);
        const expected = [...diaries.entries()].filter(([version]) => version > 0 && counts(version));
        expect(passed).toEqual(expected);
      }),
    );
  });

  /** Of three, of which the second was skipped and cannot be read. */
  const withIllegible = (type: string) =>
    record([noted('a'), noted('b'), rolledBack(1)]).map((event) => {
      const data = new UnreadableData('', new Error('illegible'));
      return event.version === 2 ? ({ ...event, type, data } as unknown as typeof event) : event;
    });

  it('fails where an event cannot have happened, though it was skipped', () => {
    const never = { type: 'Rained', data: 7 } as unknown as Event;
    const events = record([noted('a'), never, rolledBack(1)]);
    expect(() => replay(diary, blank, events)).toThrow(
      `Replay of ${STREAM_ID} failed at version 2 (Rained), after version 1: no weather`,
    );
  });

  it('goes on over a skipped event that cannot be read, unless it tells of the weather', () => {
    expect(replay(diary, blank, withIllegible('Noted'))?.state).toEqual({ notes: ['a'], weather: [] });
    expect(() => replay(diary, blank, withIllegible('Rained'))).toThrow('illegible');
  });

  it('takes what cannot be read for no weather, however credulous the fold', () => {
    const outside = { ...(diary.outside as NonNullable<typeof diary.outside>), observe: () => ['snow'] };
    expect(() => replay({ ...diary, outside }, blank, withIllegible('Rained'))).toThrow('illegible');
  });
});
