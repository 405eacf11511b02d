import type { Db } from '../database/database.js';
import type { Instant } from '../event-sourcing/event.js';
import type { FulfilmentCommand, OrderState, Orders, StepKind } from '../orders/index.js';
import type { PaymentGateway } from '../payments/index.js';
import type { PersonalData } from '../personal-data/index.js';
import type { CrashPoint } from './crash-points.js';
import type { Claim } from './processes/claim.js';
import type { Progress, RetryPolicy } from './progress.js';

export type StepOutcome =
  | 'DONE'
  | 'STALE'
  | 'SHORT'
  | 'DECLINED'
  | 'UNDECIDED'
  | 'UNAVAILABLE'
  | 'LEFT_ALONE'
  | 'REFUSED';

/** What a look works with. */
export interface LookOptions {
  readonly db: Db;
  readonly orders: Pick<Orders, 'load' | 'record'>;
  /** Undefined: none is set up. */
  readonly gateway: PaymentGateway | undefined;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly reservationMs: number;
  readonly retries: RetryPolicy;
  reached(point: CrashPoint): Promise<void>;
  /** Told what came of each try to move stock or money. */
  onStep(step: StepKind, outcome: StepOutcome): void;
  /** Told what happened, as a predicate of the fulfilment. */
  onTrouble(what: string, error: unknown, orderId?: string): void;
}

/** A look that is under way at an order, as it was when it was last read. */
export interface Look extends LookOptions {
  readonly claim: Claim;
  readonly orderId: string;
  readonly order: OrderState;
  /** By the clock of Postgres. */
  now(): Instant;
  readonly progress: Progress;
  /** On behalf of the process. Throws where it is refused, which a fact never is. */
  record(command: FulfilmentCommand): Promise<void>;
}

/** The lease ran out, and somebody else looks at the order: what was not done yet is theirs to do. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
