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
  readonly before: Snapshot<State, Event>;
  readonly after: Snapshot<State, Event>;
  readonly events: readonly Recorded<Event>[];
}

export interface CommandHandlerOptions<State, Command, Event extends DomainEvent> {
  readonly store: EventStore;
  readonly aggregates: Aggregates<State, Event>;
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
 * Loads the state, decides, appends. Exactly once for an idempotency key: the same key and input answer
 * what was answered first, the same key with other input is refused, and a refused command records no key.
 * Throws an EventStoreError where the store fails, a ReplayError where history cannot be read.
 */
export function commandHandler<State, Command, Event extends DomainEvent>(
  options: CommandHandlerOptions<State, Command, Event>,
): CommandHandler<State, Command, Event> {
  const { store, aggregates, decider, retries = 3 } = options;

  return async function handle(request) {
    const { streamId, command, expectedVersion, idempotencyKey: key } = request;
    for (let attempt = 0; ; attempt += 1) {
      const before =
        request.isNew && attempt === 0 ? emptySnapshot(decider, streamId) : await aggregates.load(streamId);
      // After the state, so that a state that lacks the first command's effect comes with its key unseen.
      const record = key && (await store.findKey(key.actor, key.key, streamId));
      if (record) return answerAgain(options, record, key);
      if (expectedVersion !== undefined && expectedVersion !== before.version && before.version > 0) {
        return staleVersion(store, expectedVersion, before);
      }

      const decided = decider.decide(command, before);
      if (isRejection(decided)) return decided;
      if (decided.length === 0 && !key) return { before, after: before, events: [] };

      const claim = decider.claimOf(decided);
      const outcome = await store.append({
        streamId,
        expectedVersion: before.version,
        events: toNewEvents(options, decided, before, request.metadata),
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
          if (expectedVersion !== undefined)
            return staleVersion(store, expectedVersion, await aggregates.load(streamId));
          if (attempt >= retries) return contended(before.version, outcome.currentVersion);
          await backOff(attempt);
      }
    }
  };
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

/** Full jitter: 10, 20, 40 milliseconds at the most. */
const backOff = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
