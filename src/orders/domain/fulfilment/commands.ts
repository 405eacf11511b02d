import type { Instant } from '../../../event-sourcing/event.js';
import type {
  MoneyEvent,
  OperationData,
  ReleaseReason,
  SettlementOutcome,
  StepKind,
  StockItem,
  StockReservationFailed,
} from './events.js';

/** The reservation of the order, as the catalogue has it. */
export interface RecordReservation {
  readonly type: 'RecordReservation';
  readonly revision: number;
  readonly reserved: readonly StockItem[];
  readonly shipped: readonly StockItem[];
  /** When what is reserved now ends without a payment. */
  readonly expiresAt: Instant;
  /** Why less is reserved than before, where it is. */
  readonly reason: ReleaseReason;
  /** The authorisation that nobody has answered yet, if there is one. */
  readonly unanswered?: OperationData | null;
}

export interface RecordShortage {
  readonly type: 'RecordShortage';
  readonly short: StockReservationFailed['data'];
}

/** What the gateway says. `token`: with which it was asked, where that is known. */
export interface RecordMoney {
  readonly type: 'RecordMoney';
  readonly event: MoneyEvent;
  readonly token: string | null;
}

export interface ConfirmOrder {
  readonly type: 'ConfirmOrder';
}

export interface PauseFulfilment {
  readonly type: 'PauseFulfilment';
  readonly step: StepKind;
  readonly operation: OperationData | null;
  /** With which the operation was asked for, where it was an authorisation. */
  readonly token?: string | null;
  readonly attempts: number;
  readonly error: string;
}

export interface RetryFulfilment {
  readonly type: 'RetryFulfilment';
  readonly reason: string;
}

export interface SettleFulfilment {
  readonly type: 'SettleFulfilment';
  readonly outcome: SettlementOutcome;
  /** The gateway's id of what was done. */
  readonly reference: string | null;
  readonly reason: string;
}

export type FulfilmentCommand =
  | RecordReservation
  | RecordShortage
  | RecordMoney
  | ConfirmOrder
  | PauseFulfilment
  | RetryFulfilment
  | SettleFulfilment;
