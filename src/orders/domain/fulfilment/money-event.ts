import { type DecimalMoney, parseMoney } from '../../../money/money.js';
import type { MoneyEvent } from './events.js';
import type { LedgerEntry } from './ledger.js';

/** A move of money as it is told: by a gateway, or by hand. */
export interface MoneyFact extends Omit<LedgerEntry, 'amount' | 'byHand'> {
  readonly amount: DecimalMoney;
  /** Of DECLINED. */
  readonly reason?: string | null;
  readonly byHand?: true;
}

/** The event that records a move of money. Throws where it does not name what it is a part of. */
export function moneyEventOf(fact: MoneyFact): MoneyEvent {
  const { kind, id, amount, operation, reason, byHand } = fact;
  const move = byHand ? { amount, operation, byHand } : { amount, operation };
  switch (kind) {
    case 'AUTHORIZED':
      return { type: 'PaymentAuthorized', data: { authorizationId: id, ...move } };
    case 'DECLINED':
      return { type: 'PaymentDeclined', data: { declineId: id, reason: reason ?? 'declined', ...move } };
    case 'CAPTURED':
      return { type: 'PaymentCaptured', data: { captureId: id, ...authorization(fact), ...move } };
    case 'VOIDED':
      return { type: 'PaymentVoided', data: { voidId: id, ...authorization(fact), ...move } };
    case 'REFUNDED': {
      const captureId = known(fact, 'captureId');
      return { type: 'PaymentRefunded', data: { refundId: id, captureId, ...authorization(fact), ...move } };
    }
  }
}

const authorization = (fact: MoneyFact) => ({ authorizationId: known(fact, 'authorizationId') });

function known(fact: MoneyFact, part: 'authorizationId' | 'captureId'): string {
  const id = fact[part];
  if (id === null) throw new Error(`${fact.kind} ${fact.id} names no ${part}`);
  return id;
}

/** The move that an event records. Throws where the amount is not money. */
export function entryOf(event: MoneyEvent): LedgerEntry {
  const { amount, operation, byHand = false } = event.data;
  const money = parseMoney(amount);
  if (typeof money === 'string') throw new Error(`The amount of ${event.type} cannot be read: ${money}`);
  return { ...idsOf(event), operation, amount: money.minor, byHand };
}

type Ids = Pick<LedgerEntry, 'kind' | 'id' | 'authorizationId' | 'captureId'>;

function idsOf({ type, data }: MoneyEvent): Ids {
  const of = { authorizationId: null, captureId: null, ...data };
  const { authorizationId, captureId } = of;
  switch (type) {
    case 'PaymentAuthorized':
      return { kind: 'AUTHORIZED', id: data.authorizationId, authorizationId, captureId };
    case 'PaymentDeclined':
      return { kind: 'DECLINED', id: data.declineId, authorizationId, captureId };
    case 'PaymentCaptured':
      return { kind: 'CAPTURED', id: data.captureId, authorizationId, captureId };
    case 'PaymentVoided':
      return { kind: 'VOIDED', id: data.voidId, authorizationId, captureId };
    case 'PaymentRefunded':
      return { kind: 'REFUNDED', id: data.refundId, authorizationId, captureId };
  }
}

/** What a step of the payment comes to where it succeeds. */
export const OUTCOME_OF = {
  AUTHORIZE_PAYMENT: 'AUTHORIZED',
  CAPTURE_PAYMENT: 'CAPTURED',
  VOID_PAYMENT: 'VOIDED',
  REFUND_PAYMENT: 'REFUNDED',
} as const;
