// The model's orders in the shape in which the API answers.

import type { Order, Version } from './order-model.js';
import type { Deed } from './shop-model.js';

const digits: Readonly<Record<string, number>> = { USD: 2, JPY: 0 };

export const money = (minor: number, currency: string) => ({
  amount: (minor / 10 ** (digits[currency] as number)).toFixed(digits[currency]),
  currency,
});

export const instant = (at: number): string => new Date(at).toISOString();

export const versionOf = (order: Order, version: number): Version => order.versions[version - 1] as Version;

export const totalAt = (order: Order, version: number): number =>
  versionOf(order, version).lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

/** The order at a version, as `orderAt` answers today. */
export function orderAt(order: Order, version: number): object {
  const { id, reference, customerId, currency } = order;
  const { status, lines, skipped, skippedBy, rollbacks, at } = versionOf(order, version);
  const items = lines.map(({ productId, quantity, price }) => ({
    productId,
    quantity,
    unitPrice: money(price, currency),
    lineTotal: money(quantity * price, currency),
  }));
  return {
    ...{ id, reference, version, customerId, status, items },
    itemCount: lines.length,
    totalAmount: money(totalAt(order, version), currency),
    createdAt: instant(versionOf(order, 1).at),
    updatedAt: instant(at),
    skippedBy,
    skippedVersions: skipped,
    rollbacks: rollbacks.map((rollback) => rollbackAt(order, rollback)),
  };
}

function rollbackAt(order: Order, { version, toVersion }: Version['rollbacks'][number]): object {
  const timestamp = instant(versionOf(order, version).at);
  const skippedVersions = order.versions.map((_, i) => i + 1).slice(toVersion, version - 1);
  return { version, fromVersion: version - 1, toVersion, skippedVersions, timestamp };
}

/** Events of versions after `from` up to `to`. */
export const eventsBetween = (order: Order, from: number, to: number): object[] =>
  order.versions.slice(from, to).map(({ event, at, skippedBy }, i) => ({
    ...{ type: event, version: from + 1 + i, timestamp: instant(at), skippedBy },
  }));

/** What a rollback that led to version `to` undid, which was live until then. */
const undoneAt = (order: Order, to: number): object[] =>
  eventsBetween(order, 0, to).filter((event) => (event as { skippedBy: unknown }).skippedBy === to);

/** The answer to a mutation of which the model says what it did; `before` as `orderAt` was until then. */
export function payload(mutation: string, { order, from, to }: Deed, before: object | undefined): object {
  const after = orderAt(order, to);
  const common = { order: after, events: eventsBetween(order, from, to) };
  if (mutation !== 'rollbackOrder') return common;
  const rollback = (after as { rollbacks: object[] }).rollbacks.at(-1);
  return { ...common, before, after, rollback, undoneEvents: undoneAt(order, to) };
}
