import type { Instant } from '../event-sourcing/event.js';
import type { PageRequest } from '../graphql/pagination.js';
import type { StepKind } from './domain/fulfilment/events.js';
import type { ProcessState, ProcessView } from './domain/fulfilment/views.js';

/** How far the work at an order has come. It may lag behind the order's own events. */
export interface Fulfilment {
  readonly orderId: string;
  readonly state: ProcessState;
  readonly nextStep: StepKind | null;
  /** Of the next step, since one last succeeded. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly waitingSince: Instant | null;
}

/** The work list of the process manager, which implements it (src/order-fulfilment). */
export interface Fulfilments {
  /** What is being tried for an order now; undefined where nothing is known. Many at once share round trips. */
  find(orderId: string): Promise<Fulfilment | undefined>;
  /** By order id. Up to one more than the page's size, in its direction, nearest first. */
  list(
    state: ProcessState | undefined,
    page: PageRequest<readonly [orderId: string]>,
  ): Promise<readonly Fulfilment[]>;
  count(state: ProcessState | undefined): Promise<number>;
}

/**
 * What an order's events tell of its process, with what its next step has met so far: events do not tell of retries,
 * nor of an operation that the order needs no more while nobody knows what came of it.
 */
export async function asTried(
  process: ProcessView,
  orderId: string,
  fulfilments: Fulfilments,
): Promise<ProcessView> {
  if (process.state === 'WAITING' || process.state === 'SETTLED') return process;
  const tried = await fulfilments.find(orderId);
  if (tried?.state !== 'RUNNING') return process;
  const { nextStep, attempts, lastError } = tried;
  if (process.state === 'COMPLETED') return lastError === null ? process : tried;
  return nextStep === process.nextStep ? { ...process, attempts, lastError } : process;
}
