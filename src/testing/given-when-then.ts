import { expect } from 'vitest';
import type { Decider } from '../event-sourcing/decider.js';
import { isRejection, type RejectionCode, reject } from '../event-sourcing/errors.js';
import type { DomainEvent, Instant, Recorded } from '../event-sourcing/event.js';
import { emptySnapshot, type Fold, replay, type Snapshot } from '../event-sourcing/replay.js';

export const STREAM_ID = '01890000-0000-7000-8000-000000000001';

/** When the event at a version was recorded: a minute apart, version 1 at noon. */
export const instantOf = (version: number): Instant => Date.UTC(2024, 0, 1, 12, version - 1);

/** These events as a store would answer them after those up to a version: gone through JSON, and frozen. */
export const record = <Event extends DomainEvent>(
  events: readonly Event[],
  after = 0,
): readonly Recorded<Event>[] =>
  events.map((event, i) => {
    const version = after + 1 + i;
    return deepFreeze({
      ...(JSON.parse(JSON.stringify(event)) as Event),
      id: `event-${version}`,
      streamId: STREAM_ID,
      version,
      lane: 0,
      position: version,
      schemaVersion: 1,
      recordedAt: instantOf(version),
      actor: 'tester',
      correlationId: 'test',
      causationId: null,
      requestId: null,
      source: null,
      subject: null,
    });
  });

/** What these events, and no others, lead to. Frozen, so that whoever changes it fails. */
export function snapshotOf<State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  events: readonly Event[],
): Snapshot<State> {
  const snapshot = replay(fold, emptySnapshot(fold, STREAM_ID), record(events));
  if (!snapshot) throw new Error('A rollback goes back to before the first event');
  return deepFreeze(snapshot);
}

/** The events that commands cause, each decided on what those before it led to. */
export function historyOf<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  ...commands: readonly Command[]
): readonly Event[] {
  const history: Event[] = [];
  for (const command of commands) {
    const decision = decider.decide(command, snapshotOf(decider, history));
    if (isRejection(decision)) throw new Error(decision.message);
    history.push(...decision);
  }
  return history;
}

export interface Given<State, Command, Event extends DomainEvent> {
  when(command: Command): When<State, Command, Event>;
  snapshot(): Snapshot<State>;
}

export interface When<State, Command, Event extends DomainEvent> {
  /** Exactly these, in this order. What follows is given them too. */
  thenEvents(...expected: readonly Event[]): Given<State, Command, Event>;
  thenNothing(): void;
  thenRefused(code: RejectionCode, message: string, details?: unknown): void;
}

/** The specification of a decider: `given(...events).when(command).thenEvents(...events)`. */
export const specificationOf = <State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
) =>
  function given(...history: readonly Event[]): Given<State, Command, Event> {
    const snapshot = () => snapshotOf(decider, history);
    const when = (command: Command): When<State, Command, Event> => {
      const decision = decider.decide(deepFreeze(command), snapshot());
      return {
        thenEvents(...expected) {
          expect(decision).toStrictEqual(expected);
          return given(...history, ...expected);
        },
        thenNothing: () => expect(decision).toStrictEqual([]),
        thenRefused: (code, message, details) =>
          expect(decision).toMatchObject(reject(code, message, details)),
      };
    };
    return { when, snapshot };
  };

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
