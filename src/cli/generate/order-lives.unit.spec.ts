import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../event-sourcing/bulk-loader.js';
import { closing, opening } from './calendar.js';
import { interleave } from './interleave.js';
import { orderLife } from './order-lives.js';
import { createShop } from './shop.js';

const orders = 3_000;
const shop = createShop(orders, 42);
const fitId = (make: () => string) => make();
const lives = Array.from({ length: orders }, (_, index) => orderLife(shop, index, fitId));
const all = lives.flat();
const data = ({ event }: HistoryEvent) => JSON.parse(event.json);
const typesOf = (life: readonly HistoryEvent[]) => life.map(({ event }) => event.type);

describe('the lives of orders', () => {
  it('are the same for the same arguments, and others for others', () => {
    const again = createShop(orders, 42);
    expect(orderLife(again, 7, fitId)).toEqual(lives[7]);
    expect(orderLife(createShop(orders, 43), 7, fitId)).not.toEqual(lives[7]);
    expect(orderLife(createShop(orders, 42 + 2 ** 32), 7, fitId)).not.toEqual(lives[7]);
  });

  it('have versions without a gap, at instants that run on within the two years', () => {
    for (const life of lives) {
      expect(life.map(({ version }) => version)).toEqual(life.map((_, i) => i + 1));
      const instants = life.map(({ event }) => event.recordedAt);
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      expect(instants[0]).toBeGreaterThanOrEqual(opening);
      expect(instants.at(-1)).toBeLessThan(closing);
    }
  });

  it('have ids that say their instant as UUIDv7 do, each once', () => {
    const ids = all.flatMap(({ event }) => [event.id, event.correlationId, event.requestId as string]);
    const uuidv7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !uuidv7.test(id))).toEqual([]);
    expect(new Set(all.map(({ event }) => event.id)).size).toBe(all.length);
    const instantIn = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
    expect(all.filter(({ event }) => instantIn(event.id) !== event.recordedAt)).toEqual([]);
    expect(new Set(lives.map(([first]) => first?.streamId)).size).toBe(orders);
  });

  it('come to some 5 events each, of every type, a few to hundreds', () => {
    expect(all.length / orders).toBeGreaterThan(4);
    expect(all.length / orders).toBeLessThan(6);
    expect(new Set(typesOf(all)).size).toBe(7);
    const sizes = lives.map((life) => life.length);
    expect(Math.max(...sizes)).toBeGreaterThan(100);
    expect(sizes.filter((size) => size > 100).length).toBeLessThan(orders / 200);
  });

  it('are rolled back now and then: out of a cancellation, several times, to an instant', () => {
    const rolledBack = lives.filter((life) => typesOf(life).includes('OrderRolledBack'));
    expect(rolledBack.length).toBeLessThan(orders / 10);
    const pairs = rolledBack.flatMap((life) =>
      typesOf(life).map((type, i, types) => `${types[i - 1]} ${type}`),
    );
    expect(pairs).toContain('OrderCancelled OrderRolledBack');
    const count = (life: readonly HistoryEvent[]) =>
      typesOf(life).filter((type) => type === 'OrderRolledBack').length;
    expect(Math.max(...rolledBack.map(count))).toBeGreaterThan(2);
    const rollbacks = all.filter(({ event }) => event.type === 'OrderRolledBack').map(data);
    expect(rollbacks.some(({ toTimestamp }) => toTimestamp !== null)).toBe(true);
  });

  it('are about few customers and products much, and about many a little, in several currencies', () => {
    const created = lives.map(([first]) => first as HistoryEvent);
    const topShare = (ids: string[]) => {
      const counts = new Map<string, number>();
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
      const sorted = [...counts.values()].sort((a, b) => b - a);
      return { kinds: sorted.length, top: (sorted[0] ?? 0) / ids.length };
    };
    const customers = topShare(created.map(({ event }) => event.subject as string));
    expect(customers.kinds).toBeGreaterThan(200);
    expect(customers.top).toBeGreaterThan(5 / customers.kinds);
    const items = created.flatMap((event) => data(event).items);
    const products = topShare(items.map(({ productId }) => productId));
    expect(products.kinds).toBeGreaterThan(100);
    expect(products.top).toBeGreaterThan(4 / products.kinds);
    expect(new Set(items.map(({ unitPrice }) => unitPrice.currency)).size).toBeGreaterThan(3);
  });

  it('have references, each once and claimed, on some', () => {
    const claims = lives.flatMap(([first]) => first?.claim ?? []);
    const references = lives.flatMap(([first]) => data(first as HistoryEvent).reference ?? []);
    expect(claims).toEqual(references.map((reference) => `order-reference:${reference}`));
    expect(new Set(claims).size).toBe(claims.length);
    expect(claims.length / orders).toBeGreaterThan(0.3);
    expect(all.filter(({ version, claim }) => version > 1 && claim !== undefined)).toEqual([]);
  });

  it('are interleaved by time in the feed, each event once', async () => {
    const feed: HistoryEvent[] = [];
    for await (const stretch of interleave(shop, fitId)) feed.push(...stretch);
    const sorted = all.toSorted((a, b) => a.event.recordedAt - b.event.recordedAt);
    expect(feed.map(({ event }) => event.id)).toEqual(sorted.map(({ event }) => event.id));
    const returns = feed.filter((event, i) => event.version > 1 && feed[i - 1]?.streamId !== event.streamId);
    expect(returns.length).toBeGreaterThan(all.length / 2);
  });
});
