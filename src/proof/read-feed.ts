import { ask } from '../testing/graphql-client.js';

interface Page {
  readonly items: readonly { readonly event: { readonly id: string } }[];
  readonly endCursor: string;
  readonly hasMore: boolean;
}

const eventFeed = `
  query($after: Cursor, $first: Int, $filter: EventFilter) {
    eventFeed(after: $after, first: $first, filter: $filter) { items { event { id } } endCursor hasMore }
  }`;

/** The ids of all events after a place, read page by page, and where that came to an end. */
export async function readFeed(
  url: string,
  { after, filter, first = 100 }: { after?: string; filter?: object; first?: number } = {},
): Promise<{ ids: readonly string[]; end: string }> {
  const ids: string[] = [];
  for (let cursor = after; ; ) {
    const { data, errors } = await ask(url, eventFeed, { after: cursor, first, filter });
    if (!data) throw new Error(JSON.stringify(errors));
    const { items, endCursor, hasMore } = data.eventFeed as Page;
    ids.push(...items.map(({ event }) => event.id));
    if (!hasMore) return { ids, end: endCursor };
    cursor = endCursor;
  }
}
