import type { Instant } from '../event-sourcing/event.js';
import type { StoredEvent } from '../event-sourcing/event-archive.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { beginning, digestOf, hashOf, rootOf } from './hash-chain.js';

interface InMemoryChain extends Pick<EventStore, 'findHash' | 'rootAt'> {
  /** Events come in the order of the feed. */
  add(event: StoredEvent): void;
}

/** The hashes and roots of a feed of one lane. */
export function inMemoryChain(): InMemoryChain {
  const roots: { readonly root: Buffer; readonly recordedAt: Instant | undefined }[] = [
    { root: beginning, recordedAt: undefined },
  ];
  const newest = new Map<string, Buffer>();
  const hashes = new Map<string, string>();
  return {
    add(event) {
      const previous = newest.get(event.streamId) ?? beginning;
      const hash = hashOf(previous, digestOf({ ...event, json: event.data }), event);
      newest.set(event.streamId, hash);
      hashes.set(nameOf(event), hash.toString('hex'));
      const root = rootOf(roots.at(-1)?.root ?? beginning, hash);
      roots.push({ root, recordedAt: event.recordedAt });
    },
    findHash: async (event) => hashes.get(nameOf(event)),
    async rootAt([position] = [roots.length - 1]) {
      const { root, recordedAt } = roots[position as number] as (typeof roots)[number];
      return { cursor: [position as number], roots: [root.toString('hex')], recordedAt };
    },
  };
}

const nameOf = ({ streamId, version, id }: Parameters<EventStore['findHash']>[0]): string =>
  `${streamId} ${version} ${id}`;
