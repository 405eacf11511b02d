import type { EventFilter, Outcome } from '../checker/history.js';
import { customers } from '../stage/shop.js';
import { feedText, listText, lookBackText, previewText, readsText } from './documents.js';
import { type Part, perform } from './perform.js';
import { listedOf, pageOf, previewOf, sightOf } from './read-answer.js';
import type { FeedWalk, Session } from './session.js';

type Read = (session: Session, server: number) => Promise<readonly Outcome[]>;

/** Of a session, and what the process learns from it. */
export const reads: Readonly<Record<'orders' | 'lookBack' | 'list' | 'feed' | 'preview', Read>> = {
  async orders(session, server) {
    const { board, random } = session;
    const count = random.one([1, 4, 8, 12]);
    const ids = Array.from({ length: count }, () => random.one(board.orders).id);
    return seen(session, server, readsText(count), {}, ids.map(orderPart));
  },

  async lookBack(session, server) {
    const { board, random } = session;
    const [now, then] = [random.one(board.orders), random.one(board.orders)];
    const version = 1 + random.below(then.version);
    const past: Part = {
      ...{ name: 'orderAt', input: { id: then.id, version }, field: 'r1' },
      read: (order) => ({ is: 'seen', order: sightOf(then.id, order) }),
    };
    return seen(session, server, lookBackText, { version }, [orderPart(now.id, 0), past]);
  },

  async list(session, server) {
    const { random, written } = session;
    const fresh = random.weighted({ STRONG: 5, minCursor: 4, EVENTUAL: 1 });
    const customerId = random.chance(0.3) ? random.one(customers) : undefined;
    const input = {
      filter: { customerId },
      consistency: fresh === 'STRONG' ? 'STRONG' : 'EVENTUAL',
      ...(fresh === 'minCursor' && written && { contains: written.place }),
    };
    const minCursor = input.contains && written?.cursor;
    const part = { name: 'orders', input, field: 'orders', read: listedOf };
    const request = { query: listText, variables: { ...input, minCursor }, parts: [part] };
    const { outcomes } = await perform(session.desk, session.name, server, request);
    for (const outcome of outcomes)
      if (outcome.is === 'listed') outcome.orders.slice(0, 4).forEach((it) => void session.board.learn(it));
    return outcomes;
  },

  async feed(session, server) {
    const { random } = session;
    const walk = session.walk ?? newWalk(session);
    if (!walk) return [];
    const { filter, after } = walk;
    const first = 1 + random.below(40);
    const part = { name: 'eventFeed', input: { after, first, filter }, field: 'eventFeed', read: pageOf };
    const request = { query: feedText, variables: { after: walk.cursor, first, filter }, parts: [part] };
    const { outcomes, data } = await perform(session.desk, session.name, server, request);
    const [page] = outcomes;
    if (page?.is !== 'read') return outcomes;
    const place = page.events.at(-1) ?? after;
    session.walk = { filter, after: place, cursor: data?.eventFeed.endCursor };
    if (random.chance(0.1)) delete session.walk;
    return outcomes;
  },

  async preview(session, server) {
    const { id, version } = session.random.one(session.board.orders);
    const input = { id, toVersion: 1 + session.random.below(version) };
    const part = { name: 'rollbackPreview', input, field: 'rollbackPreview', read: previewOf };
    const request = { query: previewText, variables: input, parts: [part] };
    return (await perform(session.desk, session.name, server, request)).outcomes;
  },
};

const orderPart = (id: string, i: number): Part => ({
  ...{ name: 'order', input: { id }, field: `r${i}` },
  read: (order) => ({ is: 'seen', order: sightOf(id, order) }),
});

/** Each part is of an order, whose id is a variable. */
async function seen(
  { desk, name, board }: Session,
  server: number,
  query: string,
  more: object,
  parts: readonly Part[],
): Promise<readonly Outcome[]> {
  const ids = Object.fromEntries(parts.map(({ input }, i) => [`id${i}`, input.id]));
  const { outcomes } = await perform(desk, name, server, { query, variables: { ...ids, ...more }, parts });
  for (const outcome of outcomes) if (outcome.is === 'seen') board.learn(outcome.order);
  return outcomes;
}

function newWalk({ random, written }: Session): FeedWalk | undefined {
  if (!written) return undefined;
  const filter = random.one<EventFilter>([
    {},
    {},
    { customerId: random.one(customers) },
    { types: ['OrderItemAdded', 'OrderRolledBack'] },
  ]);
  return { filter, after: written.place, cursor: written.cursor };
}
