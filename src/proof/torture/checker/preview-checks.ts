import type { Operation, Violation } from './history.js';
import type { Truth } from './truth.js';
import { wrongRollback } from './write-checks.js';

/** Whether each preview tells what a rollback would do, or rightly that it would be refused. */
export function checkPreviews(operations: readonly Operation[], truth: Truth): Violation[] {
  return operations.flatMap((operation) => {
    const { id, input, outcome } = operation;
    if (outcome.is !== 'previewed') return [];
    const { allowed, rollback } = outcome;
    const { orderId, version } = rollback.before;
    const skipped = truth.orders.get(orderId)?.skippedAt(version) ?? [];
    const possible = input.toVersion < version && !skipped.includes(input.toVersion);
    const wrong = [
      ...(allowed === possible ? [] : [`${orderId} from ${version} to ${input.toVersion}: ${allowed}`]),
      ...(allowed ? wrongRollback(rollback, operation, truth) : []),
    ];
    return wrong.map((what) => ({ anomaly: 'wrong rollback', story: `${what}, in ${id} (preview)` }));
  });
}
