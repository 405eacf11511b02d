import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { Instant } from '../../event-sourcing/event.js';
import type { Pending } from '../operation.js';
import { begin, type Progress } from '../progress.js';

/** The right to look at an order, as long as the lease lasts or nobody else has taken over. */
export interface Claim {
  readonly orderId: string;
  readonly lease: string;
  readonly progress: Progress;
  /** Looks in a row that ended in a fault. */
  readonly faults: number;
  /** By the clock of Postgres: all processes have that one. */
  readonly now: Instant;
}

interface Row {
  readonly order_id: string;
  readonly lease: string;
  readonly state: string;
  readonly pending: Pending | null;
  readonly attempts: number;
  readonly undecided: number;
  readonly faults: number;
  readonly last_error: string | null;
  readonly retry_at: Date | null;
  readonly now: Date;
}

export const leaseSeconds = 15;

/** Orders that are due, up to a limit, the most overdue first, which nobody else looks at. */
export async function claimDue(db: Db, limit: number): Promise<Claim[]> {
  const claimed = sql<Row>`
    with due as materialized (
      select order_id from fulfilment.processes
      where due_at <= now() and (lease is null or leased_until <= now())
      order by due_at limit ${limit} for update skip locked
    )
    update fulfilment.processes p
    set lease = gen_random_uuid(), leased_until = now() + make_interval(secs => ${leaseSeconds})
    from due where p.order_id = due.order_id
    returning p.order_id, p.lease, state, pending, attempts, undecided, faults, last_error, retry_at,
      clock_timestamp() as now`;
  return (await claimed.execute(db)).rows.map(claimOf);
}

function claimOf({ order_id: orderId, lease, state, faults, now, ...row }: Row): Claim {
  const { pending, attempts, undecided, last_error: lastError, retry_at } = row;
  // A row that waits for a human shows what made it wait: who goes on from there begins anew.
  const progress =
    state === 'RUNNING'
      ? { pending, attempts, undecided, lastError, retryAt: retry_at?.getTime() ?? null }
      : begin(pending);
  return { orderId, lease, progress, faults, now: now.getTime() };
}
