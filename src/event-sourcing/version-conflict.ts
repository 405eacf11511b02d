import { type Rejection, reject } from './errors.js';
import { UnreadableData } from './event-schema.js';
import type { EventStore } from './event-store.js';
import type { Snapshot } from './replay.js';

/** How many of the events since a stale version a rejection lists. */
const eventsShown = 100;

/** The caller decided on a version that is not the current one: with the events since, oldest first. */
export async function staleVersion(
  store: Pick<EventStore, 'readStream'>,
  expectedVersion: number,
  { streamId, version: currentVersion }: Pick<Snapshot<unknown>, 'streamId' | 'version'>,
): Promise<Rejection> {
  const since =
    expectedVersion < currentVersion
      ? await store.readStream(
          streamId,
          expectedVersion,
          Math.min(currentVersion, expectedVersion + eventsShown),
        )
      : [];
  return reject(
    'CONCURRENCY_ERROR',
    `Expected version ${expectedVersion}, but the current version is ${currentVersion}. Read it again and decide anew`,
    {
      expectedVersion,
      currentVersion,
      events: since.map(({ id, version, type, actor, recordedAt, data }) => ({
        id,
        version,
        type,
        actor,
        timestamp: new Date(recordedAt).toISOString(),
        data: data instanceof UnreadableData ? data.stored : data,
      })),
    },
  );
}

/** Each time the command had been decided, another writer had been faster. */
export const contended = (expectedVersion: number, currentVersion: number): Rejection =>
  reject('CONCURRENCY_ERROR', 'Others keep changing this at the same time. Try again', {
    expectedVersion,
    currentVersion,
    events: [],
  });
