import { expiryOf, type OrderState, processView } from '../orders/index.js';
import { isOpen, stepKinds } from './operation.js';
import type { Rest } from './processes/leased.js';
import { begin, type Progress } from './progress.js';

/** How a look leaves an order at a version: what the work list shows, and when to look again. */
export function restOf(version: number, order: OrderState, progress: Progress): Rest {
  const { pending, retryAt } = progress;
  const expiry = expiryOf(order);
  const view = processView(order);
  const open = pending !== null && isOpen(order, pending);
  if (open && view?.state !== 'WAITING') {
    const dueAt = expiry === null || retryAt === null ? (retryAt ?? expiry) : Math.min(retryAt, expiry);
    const nextStep = stepKinds[pending.operation.kind];
    return { ...progress, version, state: 'RUNNING', nextStep, waitingSince: null, dueAt };
  }
  return {
    ...begin(open || pending?.refused ? pending : null),
    version,
    state: view?.state ?? 'COMPLETED',
    nextStep: view?.nextStep ?? null,
    attempts: view?.attempts ?? 0,
    lastError: view?.lastError ?? null,
    waitingSince: view?.waitingSince ?? null,
    dueAt: expiry,
  };
}
