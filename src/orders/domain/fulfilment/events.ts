import type { DecimalMoney } from '../../../money/money.js';
import type { Fact } from '../fact.js';

// Facts of the outside: what happened to goods and money, and who has to act. No rollback undoes them.

export interface StockItem {
  readonly productId: string;
  /** 1 or more. */
  readonly quantity: number;
}

/** `revision` is that of the order's reservation after it; events of one change share it. */
export interface StockChange {
  /** What was added, or went. */
  readonly items: readonly StockItem[];
  readonly revision: number;
}

/** `expiresAt` (ISO 8601): until then a payment must have been authorised. */
export type StockReserved = Fact<'StockReserved', StockChange & { expiresAt: string }>;

export type ReleaseReason = 'NOT_NEEDED' | 'EXPIRED';
export type StockReleased = Fact<'StockReleased', StockChange & { reason: ReleaseReason }>;

/** The goods left the warehouse. */
export type StockShipped = Fact<'StockShipped', StockChange>;

/** Of all lines nothing was reserved, because of this one. */
export type StockReservationFailed = Fact<
  'StockReservationFailed',
  { productId: string; requested: number; available: number }
>;

interface MoneyMove {
  amount: DecimalMoney;
  /** Idempotency key of the operation that it answers; null where the gateway did it unasked. */
  operation: string | null;
  /** A human said so, who settled the operation. Else the gateway did. */
  byHand?: true;
}

export type PaymentAuthorized = Fact<'PaymentAuthorized', MoneyMove & { authorizationId: string }>;
export type PaymentDeclined = Fact<'PaymentDeclined', MoneyMove & { declineId: string; reason: string }>;
export type PaymentCaptured = Fact<
  'PaymentCaptured',
  MoneyMove & { captureId: string; authorizationId: string }
>;
export type PaymentVoided = Fact<'PaymentVoided', MoneyMove & { voidId: string; authorizationId: string }>;
export type PaymentRefunded = Fact<
  'PaymentRefunded',
  MoneyMove & { refundId: string; captureId: string; authorizationId: string }
>;

export const STEP_KINDS = [
  'RESERVE_STOCK',
  'RELEASE_STOCK',
  'SHIP_STOCK',
  'AUTHORIZE_PAYMENT',
  'CAPTURE_PAYMENT',
  'VOID_PAYMENT',
  'REFUND_PAYMENT',
  'CONFIRM_ORDER',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** What was asked of the gateway, as often as it was asked. */
export interface OperationData {
  /** Its idempotency key. */
  readonly key: string;
  readonly amount: DecimalMoney;
  readonly authorizationId: string | null;
  readonly captureId: string | null;
}

/** The step could not be taken: a human must act. */
export type FulfilmentPaused = Fact<
  'FulfilmentPaused',
  { step: StepKind; operation: OperationData | null; attempts: number; error: string }
>;

export type FulfilmentResumed = Fact<'FulfilmentResumed', { reason: string }>;

export const SETTLEMENT_OUTCOMES = ['DONE', 'NOT_DONE'] as const;
export type SettlementOutcome = (typeof SETTLEMENT_OUTCOMES)[number];

/** A human said what became of the step. `reference` is the gateway's id of it, where there is one. */
export type FulfilmentSettled = Fact<
  'FulfilmentSettled',
  { step: StepKind; outcome: SettlementOutcome; reference: string | null; reason: string }
>;

export type MoneyEvent =
  | PaymentAuthorized
  | PaymentDeclined
  | PaymentCaptured
  | PaymentVoided
  | PaymentRefunded;

export type StockEvent = StockReserved | StockReleased | StockShipped | StockReservationFailed;

export type FulfilmentEvent =
  | StockEvent
  | MoneyEvent
  | FulfilmentPaused
  | FulfilmentResumed
  | FulfilmentSettled;
