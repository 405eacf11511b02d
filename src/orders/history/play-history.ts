import { isRejection, type Rejection, reject } from '../../event-sourcing/errors.js';
import type { Instant, Recorded } from '../../event-sourcing/event.js';
import { emptySnapshot, replay } from '../../event-sourcing/replay.js';
import type { Decision, OrderEvent } from '../domain/events.js';
import { orderDecider } from '../domain/order-decider.js';
import type { OrderSnapshot } from '../domain/state.js';
import type { Lookups } from '../lookups.js';
import { readCommand } from '../read-command.js';
import type { HistoryChange } from './history-change.js';
import type { HistoryLookups } from './history-lookups.js';
import { changeId, type PlayedEvent, play, toRecorded } from './played-event.js';

/** The first change that the rules refuse, or that cannot stand where it does. */
export interface RefusedChange<Change> {
  readonly refused: Change;
  readonly why: string;
}

/**
 * Plays the changes of one order, in the order given, through the rules of the mutations. The events' ids are
 * made of the changes, so that playing the same changes again gives the same events.
 */
export async function playHistory<Change extends HistoryChange>(
  streamId: string,
  changes: readonly Change[],
  lookups: HistoryLookups,
): Promise<readonly PlayedEvent<Change>[] | RefusedChange<Change>> {
  const empty: OrderSnapshot = emptySnapshot(orderDecider, streamId);
  const recorded: Recorded<OrderEvent>[] = [];
  const played: PlayedEvent<Change>[] = [];
  const versionAt = async (_: string, instant: Instant) =>
    recorded.findLast((event) => event.recordedAt <= instant)?.version ?? 0;
  const customerOf = async () => current.state?.customerId;
  const seen = new Set<string>();
  let current = empty;
  let previous: Change | undefined;

  for (const change of changes) {
    const id = changeId(change);
    const decided =
      misplaced(change, current, previous) ??
      (seen.has(id) ? refuse('repeats an earlier line of the order') : undefined) ??
      (await decide(change, current, { ...lookups, versionAt, customerOf }));
    if (isRejection(decided)) return { refused: change, why: decided.message };
    const events = play(change, decided, current);
    const tail = events.map((event) => toRecorded(event, streamId));
    played.push(...events);
    recorded.push(...tail);
    current = replay(orderDecider, current, tail) ?? replay(orderDecider, empty, recorded) ?? empty;
    seen.add(id);
    previous = change;
  }
  return played;
}

const refuse = (message: string): Rejection => reject('VALIDATION_ERROR', message);

function misplaced(
  { at, command, input }: HistoryChange,
  { version }: OrderSnapshot,
  previous: HistoryChange | undefined,
): Rejection | undefined {
  if (!previous && command !== 'createOrder') return refuse(`${command} comes before createOrder`);
  if (previous && at < previous.at) {
    return refuse(
      `its instant lies before ${new Date(previous.at).toISOString()}, that of the change before it`,
    );
  }
  const { expectedVersion = version } = input;
  return expectedVersion === version
    ? undefined
    : refuse(`Expected version ${expectedVersion}, but the order is at version ${version}`);
}

async function decide(
  { order, command, input }: HistoryChange,
  current: OrderSnapshot,
  lookups: Lookups,
): Promise<Decision> {
  const reference = 'reference' in input ? input.reference : undefined;
  if (reference !== undefined && reference !== order) {
    return refuse(`input.reference is ${reference}, but the order is ${order}`);
  }
  const referenced = command === 'createOrder' ? { ...input, reference: order } : input;
  const read = await readCommand(command, referenced as never, lookups, current.streamId);
  return isRejection(read) ? read : orderDecider.decide(read, current);
}
