import { setTimeout as delay } from 'node:timers/promises';
import type { Place } from '../checker/history.js';
import { feedText } from '../clients/documents.js';
import { type Desk, perform } from '../clients/perform.js';
import { pageOf } from '../clients/read-answer.js';

interface Begin {
  readonly place: Place;
  readonly cursor: string;
}

/** Reads the feed page by page, without a pause, until it has come to the last event, where that is known. */
export async function readOn(
  desk: Desk,
  server: number,
  begin: Begin,
  first: number,
  last: () => Place | undefined,
): Promise<void> {
  let { place: after, cursor } = begin;
  for (;;) {
    const until = last();
    if (until && until[0] === after[0] && until[1] === after[1]) return;
    const input = { after, first, filter: {} };
    const { outcomes, data } = await perform(desk, `pager ${server}`, server, {
      query: feedText,
      variables: { after: cursor, first, filter: {} },
      parts: [{ name: 'eventFeed', input, field: 'eventFeed', read: pageOf }],
    });
    const [page] = outcomes;
    if (page?.is !== 'read' || page.events.length === 0) {
      await delay(20);
      continue;
    }
    after = page.events.at(-1) as Place;
    cursor = data?.eventFeed.endCursor;
  }
}
