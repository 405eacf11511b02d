import type { SharedSnapshots } from '../event-sourcing/aggregate.js';
import type { Snapshot } from '../event-sourcing/replay.js';
import type { SharedTexts } from './redis-texts.js';

export interface SharedSnapshotsOptions {
  readonly texts: Pick<SharedTexts, 'get' | 'offer'>;
  /** Whose states these are. */
  readonly store: {
    readonly id: string;
    readonly seal: {
      seal(fold: string, snapshot: Snapshot<unknown>): string;
      open(fold: string, streamId: string, text: string): Snapshot<unknown> | undefined;
    };
  };
  /** Fingerprint of the fold's code. */
  readonly fold: string;
}

/**
 * The newest known state of each stream, shared by all processes of a store. Only what the store's own seal
 * vouches for is answered: that a process of this store made it, with this fold, for this stream. Not that it is
 * new, or of today's log; the reader finds out.
 */
export function sharedSnapshots<State>({
  texts,
  store: { id, seal },
  fold,
}: SharedSnapshotsOptions): SharedSnapshots<State> {
  const keyOf = (streamId: string) => `retrace:${id}:${fold}:${streamId}`;
  return {
    async get(streamId) {
      const text = await texts.get(keyOf(streamId));
      if (text === undefined) return undefined;
      return seal.open(fold, streamId, text) as Snapshot<State> | undefined;
    },
    offer: (snapshot) => texts.offer(keyOf(snapshot.streamId), () => seal.seal(fold, snapshot)),
  };
}
