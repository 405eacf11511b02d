import { sql, type UpdateObject } from 'kysely';
import type { Database, Db } from '../../database/database.js';
import { withRetries } from '../../database/transient.js';
import type { Instant } from '../../event-sourcing/event.js';
import type { ProcessState, StepKind } from '../../orders/index.js';
import type { Pending } from '../operation.js';
import type { Progress } from '../progress.js';
import { type Claim, leaseSeconds } from './claim.js';

// What the holder of a lease writes. Each answers whether it still had it; else nothing was written.

type Leased = Pick<Claim, 'orderId' | 'lease'>;
type Change = UpdateObject<Database, 'fulfilment.processes'>;

const unleased = { lease: null, leased_until: null } as const;

async function change(db: Db, { orderId, lease }: Leased, columns: Change): Promise<boolean> {
  const update = db
    .updateTable('fulfilment.processes')
    .set({ ...columns, updated_at: sql`now()` })
    .where('order_id', '=', orderId)
    .where('lease', '=', lease);
  const { numUpdatedRows } = await withRetries(() => update.executeTakeFirstOrThrow());
  return numUpdatedRows > 0n;
}

export const renewLease = (db: Db, claim: Leased): Promise<boolean> =>
  change(db, claim, { leased_until: sql`now() + make_interval(secs => ${leaseSeconds})` });

/** Gives it to whoever comes next, at once. */
export const releaseLease = (db: Db, claim: Leased): Promise<boolean> => change(db, claim, unleased);

/** Durable when it answers: the gateway may be asked for it. */
export const keepPending = (db: Db, claim: Leased, pending: Pending): Promise<boolean> =>
  change(db, claim, {
    ...{ pending: JSON.stringify(pending), state: 'RUNNING' },
    ...{ attempts: 0, undecided: 0, last_error: null, retry_at: null },
  });

/** How a look has left an order. */
export interface Rest extends Progress {
  /** Of the order that was looked at. */
  readonly version: number;
  readonly state: ProcessState;
  readonly nextStep: StepKind | null;
  readonly waitingSince: Instant | null;
  /** Null: when the feed tells something new. */
  readonly dueAt: Instant | null;
}

export const finishLook = (db: Db, claim: Leased, rest: Rest): Promise<boolean> =>
  change(db, claim, {
    version: rest.version,
    state: rest.state,
    next_step: rest.nextStep,
    waiting_since: dateOf(rest.waitingSince),
    pending: rest.pending && JSON.stringify(rest.pending),
    attempts: rest.attempts,
    undecided: rest.undecided,
    faults: 0,
    last_error: rest.lastError,
    retry_at: dateOf(rest.retryAt),
    due_at: sql`case when noticed > ${rest.version} then now() else ${dateOf(rest.dueAt)}::timestamptz end`,
    ...unleased,
  });

/** After a fault of ours: the look is repeated in so many milliseconds. */
export const failLook = (db: Db, claim: Leased, error: string, pause: number): Promise<boolean> =>
  change(db, claim, {
    faults: sql`faults + 1`,
    last_error: error,
    due_at: sql`now() + make_interval(secs => ${pause / 1_000})`,
    ...unleased,
  });

const dateOf = (instant: Instant | null): Date | null => (instant === null ? null : new Date(instant));
