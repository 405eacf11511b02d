import type { EventStore } from '../../event-sourcing/event-store.js';
import { includes } from '../../event-sourcing/feed-cursor.js';
import { feedRootText } from '../../event-sourcing/feed-root-text.js';
import type { KeptRoot } from './arguments.js';

/** What is wrong with the feed's roots where somebody else kept them, one sentence for each. */
export async function compareRoots(
  store: Pick<EventStore, 'head' | 'openCursor' | 'rootAt'>,
  keptRoots: readonly KeptRoot[],
): Promise<string[]> {
  const head = await store.head();
  const faults = await Promise.all(
    keptRoots.map(async ({ cursor, root }) => {
      const name = `the root kept at ${cursor}`;
      const place = store.openCursor(cursor);
      if (place?.length !== head.length)
        return `${name} is of another store, or not written down as it was told`;
      if (!includes(head, place))
        return `${name} is of a feed that went farther: events are missing at its end`;
      const found = feedRootText(await store.rootAt(place));
      return found === root
        ? []
        : `${name} is another than the feed's there, ${found}: history up to it was rewritten`;
    }),
  );
  return faults.flat();
}
