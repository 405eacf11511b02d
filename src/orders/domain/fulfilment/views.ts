import type { Instant } from '../../../event-sourcing/event.js';
import type { OrderState } from '../state.js';
import type { StepKind, StockItem } from './events.js';
import { authorized, balance, captured, type Ledger, refunded } from './ledger.js';
import { expiryOf, nextStep } from './next-step.js';

export const PAYMENT_STATUSES = [
  'PENDING',
  'AUTHORIZED',
  'DECLINED',
  'VOIDED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** In minor units. */
export interface PaymentView {
  readonly status: PaymentStatus;
  /** Authorised and not voided, captured since or not. */
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
  /** Captured and not refunded. */
  readonly balance: number;
}

/** Null where the order has and had nothing to do with a payment. */
export function paymentView(order: OrderState): PaymentView | null {
  if (!hasProcess(order)) return null;
  const { ledger } = order.facts;
  return {
    status: paymentStatus(ledger),
    authorized: authorized(ledger),
    captured: captured(ledger),
    refunded: refunded(ledger),
    balance: balance(ledger),
  };
}

function paymentStatus(ledger: Ledger): PaymentStatus {
  if (captured(ledger) > 0) {
    if (balance(ledger) === 0) return 'REFUNDED';
    return refunded(ledger) > 0 ? 'PARTIALLY_REFUNDED' : 'CAPTURED';
  }
  if (authorized(ledger) > 0) return 'AUTHORIZED';
  if (ledger.at(-1)?.kind === 'DECLINED') return 'DECLINED';
  return ledger.some(({ kind }) => kind === 'VOIDED') ? 'VOIDED' : 'PENDING';
}

export const RESERVATION_STATUSES = [
  'PENDING',
  'RESERVED',
  'SHIPPED',
  'RELEASED',
  'EXPIRED',
  'FAILED',
] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

export interface ReservationView {
  readonly status: ReservationStatus;
  /** What is set aside for the order now. */
  readonly items: readonly StockItem[];
  /** What has left for it; it does not come back by itself. */
  readonly shipped: readonly StockItem[];
  /** When what is reserved is released, unless a payment comes; null where it is not to be. */
  readonly expiresAt: Instant | null;
}

/** Null where nothing was ever to be reserved for the order. */
export function reservationView(order: OrderState): ReservationView | null {
  if (!hasProcess(order)) return null;
  const { reserved, shipped } = order.facts.stock;
  return { status: reservationStatus(order), items: reserved, shipped, expiresAt: expiryOf(order) };
}

function reservationStatus({ facts: { stock } }: OrderState): ReservationStatus {
  if (stock.reserved.length > 0) return 'RESERVED';
  if (stock.shipped.length > 0) return 'SHIPPED';
  return stock.lost ?? (stock.revision > 0 ? 'RELEASED' : 'PENDING');
}

export const PROCESS_STATES = ['RUNNING', 'WAITING', 'SETTLED', 'COMPLETED'] as const;
/** RUNNING: a step is due. WAITING: for a human. SETTLED: a human let it be. COMPLETED: nothing is to be done. */
export type ProcessState = (typeof PROCESS_STATES)[number];

export interface ProcessView {
  readonly state: ProcessState;
  readonly nextStep: StepKind | null;
  /** Of the step that waits, or is tried. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly waitingSince: Instant | null;
}

/** As far as the order's events tell. Null where nothing is or was to be done by itself. */
export function processView(order: OrderState): ProcessView | null {
  if (!hasProcess(order)) return null;
  const { pause } = order.facts;
  const step = nextStep(order)?.kind ?? null;
  if (step || !pause) {
    const state = step ? 'RUNNING' : 'COMPLETED';
    return { state, nextStep: step, attempts: 0, lastError: null, waitingSince: null };
  }
  const { step: due, attempts, error: lastError, since, settled } = pause;
  const common = { nextStep: due, attempts, lastError };
  return settled
    ? { ...common, state: 'SETTLED', waitingSince: null }
    : { ...common, state: 'WAITING', waitingSince: since };
}

/** Whether the order is, or ever was, fulfilled by itself. */
const hasProcess = ({ paymentToken, facts: { ledger, stock } }: OrderState): boolean =>
  paymentToken != null || ledger.length > 0 || stock.revision > 0;
