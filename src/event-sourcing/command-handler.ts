import type { Aggregates } from './aggregate.js';
import type { Decider } from './decider.js';
import { isRejection, type Rejection, reject } from './errors.js';
import type { DomainEvent, Metadata, Recorded } from './event.js';
import type { EventSchemas } from './event-schema.js';
import type { EventStore, IdempotencyKey, KeyRecord } from './event-store.js';
import { toNewEvents } from './new-events.js';
import { emptySnapshot, type Snapshot } from './replay.js';
import { contended, staleVersion } from './version-conflict.js';

export interface Request<Command> {
  readonly streamId: string;
  readonly command: Command;
  readonly metadata: Metadata;
  /** The stream's id was just made, so there is nothing to load. */
  readonly isNew?: boolean;
  /** Refuse where the stream is at another version; without it a conflict is decided again. */
  readonly expectedVersion?: number | undefined;
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

/** What a command did. `events` is empty where it changed nothing. */
export interface Handled<State, Event extends DomainEvent> {
  readonly before: Snapshot<State>;
  readonly after: Snapshot<State>;
  readonly events: readonly Recorded<Event>[];
}

export interface CommandHandlerOptions<State, Command, Event extends DomainEvent> {
  readonly store: EventStore;
  readonly aggregates: Aggregates<State>;
  readonly decider: Decider<State, Command, Event>;
  readonly schemas: EventSchemas;
  newId(): string;
  /** How often a command without expected version is decided again after a conflict. */
  readonly retries?: number;
}

export type CommandHandler<State, Command, Event extends DomainEvent> = (
  request: Request<Command>,
) => Promise<Handled<State, Event> | Rejection>;

/**
 * Decides on the state, appends. Exactly once for an idempotency key: the same key and input answer
 * what was answered first, the same key with other input is refused, and a refused command records no key.
 * Throws an EventStoreError where the store fails, a ReplayError where history cannot be read.
 */
export function commandHandler<State, Command, Event extends DomainEvent>(
  options: CommandHandlerOptions<State, Command, Event>,
): CommandHandler<State, Command, Event> {
  const { store, aggregates, decider, retries = 8 } = options;
  /**
   * Decides on a state that is at hand. The append finds out whether it is current and the key is new; where
   * nothing would be written, only the log can tell: undefined, and so where the stream has moved on.
   */
  async function handleAtOnce(
    request: Request<Command>,
  ): Promise<Handled<State, Event> | Rejection | undefined> {
    const { streamId, command, expectedVersion } = request;
    const before = request.isNew ? emptySnapshot(decider, streamId) : aggregates.recall(streamId);
    if (!before || (expectedVersion ?? before.version) !== before.version) return undefined;
    const decided = decider.decide(command, before);
    if (isRejection(decided) || decided.length === 0) return undefined;
    const outcome = await write(options, before, decided, request);
    return typeof outcome === 'number' ? undefined : outcome;
  }

  return async function handle(request) {
    const { streamId, command, expectedVersion, idempotencyKey: key } = request;
    const answer = await handleAtOnce(request);
    if (answer) return answer;
    for (let attempt = 0; ; attempt += 1) {
      const before = await aggregates.load(streamId);
      // After the state, so that a state that lacks the first command's effect comes with its key unseen.
      const record = key && (await store.findKey(key.actor, key.key, streamId));
      if (record) return answerAgain(options, record, key);
      if (expectedVersion !== undefined && expectedVersion !== before.version && before.version > 0) {
        return staleVersion(store, expectedVersion, before);
      }

      const decided = decider.decide(command, before);
      if (isRejection(decided)) return decided;
      if (decided.length === 0 && !key) return { before, after: before, events: [] };

      const outcome = await write(options, before, decided, request);
      if (typeof outcome !== 'number') return outcome;
      if (expectedVersion !== undefined)
        return staleVersion(store, expectedVersion, await aggregates.load(streamId));
      if (attempt >= retries) return contended(before.version, outcome);
      await backOff(attempt);
    }
  };
}

/** Writes what was decided. Where the stream is not at the version of `before`: the version it is at. */
async function write<State, Command, Event extends DomainEvent>(
  options: CommandHandlerOptions<State, Command, Event>,
  before: Snapshot<State>,
  decided: readonly Event[],
  { streamId, metadata, idempotencyKey: key }: Request<Command>,
): Promise<Handled<State, Event> | Rejection | number> {
  const { store, aggregates, decider } = options;
  const claim = decider.claimOf(decided);
  const outcome = await store.append({
    streamId,
    expectedVersion: before.version,
    events: toNewEvents(options, decided, before, metadata),
    ...(key ? { idempotencyKey: key } : {}),
    ...(claim === undefined ? {} : { claim }),
  });
  switch (outcome.kind) {
    case 'appended': {
      const after = await aggregates.advance(before, outcome.events);
      return { before, after, events: outcome.events as readonly Recorded<Event>[] };
    }
    case 'repeated':
      return answerAgain(options, outcome.record, key as IdempotencyKey);
    case 'claimed':
      return decider.claimRefused(claim as string, outcome.holder);
    case 'conflict':
      return outcome.currentVersion;
  }
}

/** What was answered first. */
async function answerAgain<State, Command, Event extends DomainEvent>(
  { store, aggregates }: CommandHandlerOptions<State, Command, Event>,
  { streamId, fingerprint, firstVersion, lastVersion }: KeyRecord,
  key: IdempotencyKey,
): Promise<Handled<State, Event> | Rejection> {
  if (fingerprint !== key.fingerprint) {
    return reject(
      'IDEMPOTENCY_CONFLICT',
      'The idempotency key was used before with other input. Use a new key',
    );
  }
  const [before, after, events] = await Promise.all([
    aggregates.loadAt(streamId, firstVersion - 1),
    aggregates.loadAt(streamId, lastVersion),
    store.readStream(streamId, firstVersion - 1, lastVersion),
  ]);
  return { before, after, events: events as readonly Recorded<Event>[] };
}

/** Full jitter: 10, 20, 40 and then 80 milliseconds at the most. */
const backOff = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** Math.min(attempt, 3)));
