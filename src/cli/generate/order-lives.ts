import type { HistoryEvent } from '../../event-sourcing/bulk-loader.js';
import type { Instant, Metadata } from '../../event-sourcing/event.js';
import { beginOrderLife, referenceClaim } from '../../orders/index.js';
import { closing, instantOf } from './calendar.js';
import { plotOf } from './order-plots.js';
import { type Random, randomOf } from './random.js';
import type { Shop } from './shop.js';

/** Answers an id made by `make` that is in the lane of what guards it. */
export type FitId = (make: () => string, guardedBy?: string) => string;

const staff = ['web-shop', 'web-shop', 'web-shop', 'anna', 'boris', 'chen', 'dina', 'warehouse'];
const withReference = 0.4;

/** When an order is created; later than the one before it, or at the same instant. */
export const createdAt = ({ orders, seed }: Shop, index: number): Instant =>
  instantOf((index + randomOf(seed, 'order', index).fraction()) / orders);

/** All that happens to an order up to the closing of the books: at least its creation, in order. */
export function orderLife(shop: Shop, index: number, fitId: FitId): HistoryEvent[] {
  const random = randomOf(shop.seed, 'order', index);
  let at = instantOf((index + random.fraction()) / shop.orders);
  const reference = random.chance(withReference) ? `SO-${String(index + 1).padStart(8, '0')}` : null;
  const streamId = fitId(() => random.uuid(at), reference === null ? undefined : referenceClaim(reference));
  const life = beginOrderLife(streamId, random.uuid);
  const circumstances = { random, life, reference, ...shop.draw(random) };
  for (const { pause, command } of plotOf(random)(circumstances)) {
    at += pause;
    if (at >= closing) break;
    life.obey(command, at, metadataAt(at, random));
  }
  return life.events.map((event) => ({ streamId, ...event }));
}

const metadataAt = (at: Instant, random: Random): Metadata => ({
  actor: random.pick(staff),
  correlationId: random.uuid(at),
  requestId: random.uuid(at),
});
