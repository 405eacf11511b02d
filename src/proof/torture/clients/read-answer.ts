import type { FormattedError } from '../../../graphql/errors.js';
import { contentText, minor } from '../checker/content.js';
import type { Outcome, RollbackSight, Sight } from '../checker/history.js';

// biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
type Answered = any;

export function sightOf(orderId: string, order: Answered): Sight {
  if (!order) return { orderId, version: 0 };
  const { customerId, status, items, totalAmount, skippedVersions, skippedBy } = order;
  const lines = items.map((it: Answered) => [it.productId, it.quantity, minor(it.unitPrice.amount)]);
  const total = minor(totalAmount.amount);
  const content = contentText({ customerId, status, lines, total, skippedVersions });
  return { orderId: order.id, version: order.version, content, skippedBy };
}

/** What a mutation answered, or a rollback's preview. */
function rollbackSight({ before, after, rollback, undoneEvents }: Answered): RollbackSight {
  return {
    before: sightOf(before.id, before),
    after: sightOf(before.id, after),
    ...rollback,
    undone: undoneEvents.map(({ version }: Answered) => version),
  };
}

export const writtenOf = (payload: Answered): Outcome => ({
  is: 'written',
  order: sightOf(payload.order.id, payload.order),
  events: payload.events.map(({ id, version }: Answered) => [id, version]),
  ...(payload.rollback && { rollback: rollbackSight(payload) }),
});

export const listedOf = ({ nodes }: Answered): Outcome => ({
  is: 'listed',
  orders: nodes.map((node: Answered) => sightOf(node.id, node)),
});

export const pageOf = ({ items, hasMore }: Answered): Outcome => ({
  is: 'read',
  events: items.map(({ event }: Answered) => [event.orderId, event.version]),
  hasMore,
});

export function previewOf(preview: Answered): Outcome {
  const { allowed, before, toVersion, skippedVersions } = preview;
  const rollback = { fromVersion: before.version, toVersion, skippedVersions };
  return { is: 'previewed', allowed, rollback: rollbackSight({ ...preview, rollback }) };
}

/** After these a mutation may have taken effect. */
const undecided = new Set(['EVENT_STORE_ERROR', 'REQUEST_TIMEOUT']);

/** Where the store was out of reach, or late, nobody knows what it did; all else is a plain no. */
export function failureOf({ message, extensions: { code, details } }: FormattedError): Outcome {
  if (undecided.has(code)) return { is: 'unknown', why: message };
  const currentVersion = (details as { currentVersion?: number } | undefined)?.currentVersion;
  return { is: 'refused', code, message, ...(currentVersion !== undefined && { currentVersion }) };
}
