import type { Operation, Sight, Violation } from './history.js';
import { sightsIn } from './sights.js';
import type { Truth } from './truth.js';

/** Whether all that was shown was so, then: not another content, not too old, not before anybody had asked for it. */
export function checkReads(operations: readonly Operation[], truth: Truth): Violation[] {
  const seen = new Map<string, Seen>(); // by session and order
  return [...operations]
    .sort((a, b) => a.start - b.start)
    .flatMap((operation) => {
      const found = sightsIn(operation.outcome).flatMap((sight) => checkSight(sight, operation.end, truth));
      const story = (what: string) =>
        `${what}, in ${operation.id} (${operation.name} of server ${operation.server})`;
      const current = currentSight(operation);
      if (!current) return found.map(({ anomaly, story: what }) => ({ anomaly, story: story(what) }));
      const { orderId, version } = current;
      const key = `${operation.session} ${orderId}`;
      const known = seen.get(key) ?? { before: 0, newest: 0, until: 0 };
      const before = operation.start > known.until ? known.newest : known.before;
      const due = truth.versionAt(orderId, truth.knownAt(operation.start));
      if (version < before)
        found.push({ anomaly: 'non-monotonic read', story: `${shown(current)} after version ${before}` });
      else if (version < due)
        found.push({ anomaly: 'stale read', story: `${shown(current)} though version ${due} was known` });
      const newest = Math.max(known.newest, version);
      seen.set(key, { before, newest, until: Math.max(known.until, operation.end) });
      return found.map(({ anomaly, story: what }) => ({ anomaly, story: story(what) }));
    });
}

/** The newest version that was shown, and the newest before the request that ends then: its fields come in no order. */
interface Seen {
  readonly before: number;
  readonly newest: number;
  readonly until: number;
}

/** Of an answer that must tell how the order is now. */
function currentSight({ name, input, outcome }: Operation): Sight | undefined {
  if (outcome.is === 'seen') return name === 'order' ? outcome.order : undefined;
  if (outcome.is === 'previewed') return outcome.rollback.before;
  if (outcome.is === 'refused' && input.orderId !== undefined) {
    if (outcome.code === 'NOT_FOUND') return { orderId: input.orderId, version: 0 };
    const { currentVersion } = outcome;
    return currentVersion === undefined ? undefined : { orderId: input.orderId, version: currentVersion };
  }
  // With a key it may be an old answer.
  return outcome.is === 'written' && input.idempotencyKey === undefined ? outcome.order : undefined;
}

/** Whether what was shown at a moment is what the log has, and could be known. */
export function checkSight(sight: Sight, at: number, truth: Truth): Violation[] {
  const { orderId, version, content, skippedBy } = sight;
  const order = truth.orders.get(orderId);
  const position = truth.positionOf([orderId, version]);
  if (position === undefined || (version > 0 && !order))
    return [{ anomaly: 'phantom', story: `${shown(sight)}, which the log has not` }];
  if (truth.begunAt(position) > at)
    return [{ anomaly: 'future read', story: `${shown(sight)} before it was asked for` }];
  if (!order || version === 0) return [];
  const found: Violation[] = [];
  if (content !== undefined && content !== order.contentAt(version))
    found.push({ anomaly: 'wrong state', story: `${shown(sight)}, not ${order.contentAt(version)}` });
  if (skippedBy != null && skippedBy !== order.skippedBy(version))
    found.push({ anomaly: 'wrong state', story: `${shown(sight)}, skipped by ${skippedBy}` });
  return found;
}

export const shown = ({ orderId, version, content }: Sight): string =>
  `version ${version} of ${orderId}${content === undefined ? '' : `: ${content}`}`;

/** Whether a version that was read from the past tells of the rollback that had undone it. */
export function checkPasts(operations: readonly Operation[], truth: Truth): Violation[] {
  return operations.flatMap(({ id, name, input, start, outcome }) => {
    if (name !== 'orderAt' || outcome.is !== 'seen') return [];
    const { order } = outcome;
    if (order.version !== input.version)
      return [{ anomaly: 'wrong state', story: `${shown(order)}, asked for ${input.version}, in ${id}` }];
    const by = truth.orders.get(order.orderId)?.skippedBy(order.version);
    const undone = by !== undefined && by <= truth.versionAt(order.orderId, truth.knownAt(start));
    if (!undone || order.skippedBy != null) return [];
    return [{ anomaly: 'stale read', story: `${shown(order)}, not skipped by ${by}, in ${id}` }];
  });
}
