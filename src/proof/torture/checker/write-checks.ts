import { effectOn } from './effects.js';
import type { LoggedEvent, Operation, RollbackSight, Violation } from './history.js';
import { told } from './log-checks.js';
import type { Truth } from './truth.js';

/** Whether all that was acknowledged is there, once and whole, and all that was refused is not. */
export function checkWrites(operations: readonly Operation[], truth: Truth): Violation[] {
  const claimed = new Map<string, Operation>();
  return operations.flatMap((operation) => {
    const { id, name, outcome } = operation;
    const found: Violation[] = [];
    const complain = (anomaly: string, what: string) =>
      found.push({ anomaly, story: `${what}, in ${id} (${name} of server ${operation.server})` });
    const effect = truth.effectOf(operation);
    if (effect.length > 0)
      for (const what of effectOn(operation, effect, truth)) complain('wrong effect', what);
    if (outcome.is === 'refused' && effect.length > 0)
      complain('refused and done', `${told(effect[0] as LoggedEvent)} though ${outcome.code}`);
    if (outcome.is === 'refused' && impossible.has(outcome.code))
      complain('impossible error', `${outcome.code}: ${outcome.message}`);
    if (outcome.is !== 'written') return found;
    for (const what of missing(operation, truth)) complain('lost update', what);
    for (const [eventId] of outcome.events) {
      const other = claimed.get(eventId);
      if (other && !sameKey(other, operation))
        complain('claimed twice', `${eventId} was claimed by ${other.id}`);
      claimed.set(eventId, operation);
    }
    for (const what of missedConflict(operation)) complain('missed conflict', what);
    if (outcome.rollback)
      for (const what of wrongRollback(outcome.rollback, operation, truth)) complain('wrong rollback', what);
    return found;
  });
}

const impossible = new Set([
  'INTERNAL_ERROR',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'SLOW_CONSUMER',
]);

const sameKey = (a: Operation, b: Operation): boolean =>
  a.input.idempotencyKey !== undefined && a.input.idempotencyKey === b.input.idempotencyKey;

/** What an acknowledgement tells of that is not in the log, or is another's. */
function missing(operation: Operation, truth: Truth): string[] {
  const { outcome } = operation;
  if (outcome.is !== 'written') return [];
  const { orderId } = outcome.order;
  return outcome.events.flatMap(([id, version]) => {
    const logged = truth.orders.get(orderId)?.events[version - 1];
    if (logged?.id !== id) return [`version ${version} of ${orderId} is ${logged?.id}, not ${id}`];
    const writer = truth.operations.get(logged.requestId ?? '');
    return writer === operation || (writer && sameKey(writer, operation))
      ? []
      : [`${told(logged)} is another's`];
  });
}

function missedConflict({ input, outcome }: Operation): string[] {
  if (outcome.is !== 'written' || input.expectedVersion === undefined) return [];
  const before = outcome.events[0] ? outcome.events[0][1] - 1 : outcome.order.version;
  return before === input.expectedVersion ? [] : [`done on version ${before}, not ${input.expectedVersion}`];
}

/** What a rollback, or a preview of one, tells of it that is not so. */
export function wrongRollback(rollback: RollbackSight, { input }: Operation, truth: Truth): string[] {
  const { before, after, fromVersion, toVersion, skippedVersions, undone } = rollback;
  const order = truth.orders.get(before.orderId);
  if (!order?.events[fromVersion - 1] || !order.events[toVersion - 1]) return [`there is no ${fromVersion}`];
  const skipped = Array.from({ length: fromVersion - toVersion }, (_, i) => toVersion + 1 + i);
  const known = new Set(order.skippedAt(fromVersion));
  const wrong = (what: string, is: unknown, due: unknown) =>
    `${is}` === `${due}` ? [] : [`${what} of ${before.orderId}: ${is}, not ${due}`];
  return [
    ...wrong('from', before.version, fromVersion),
    ...wrong('to', toVersion, input.toVersion),
    ...wrong('skipped', skippedVersions, skipped),
    ...wrong(
      'undone',
      undone,
      skipped.filter((version) => !known.has(version)),
    ),
    ...(known.has(toVersion) ? [`${before.orderId} back to ${toVersion}, which was skipped`] : []),
    ...wrong('lines', linesOf(after.content), linesOf(order.contentAt(toVersion))),
  ];
}

/** Status and lines, without what was skipped. */
const linesOf = (content: string | undefined): string | undefined => content?.replace(/, without .*/, '');
