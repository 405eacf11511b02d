import { expect } from 'vitest';
import { type DecimalMoney, type Money, parseMoney } from '../../money/index.js';
import type { GatewayEntry } from '../../testing/test-gateway.js';
import type { StoredEvent } from './stored-orders.js';

/** A move of money, as the gateway or an order's events tell of it. */
export type Move = Pick<
  GatewayEntry,
  'kind' | 'id' | 'operation' | 'authorizationId' | 'captureId' | 'amount'
>;

/** The move that an event of an order tells of; `byHand`: it is somebody's word. Undefined where it tells of none. */
export function moveOf({ type, data }: StoredEvent): (Move & { readonly byHand?: true }) | undefined {
  const of = { authorizationId: null, captureId: null };
  switch (type) {
    case 'PaymentAuthorized':
      return { ...of, ...data, kind: 'AUTHORIZED', id: data.authorizationId };
    case 'PaymentDeclined':
      return { ...of, ...data, kind: 'DECLINED', id: data.declineId };
    case 'PaymentCaptured':
      return { ...of, ...data, kind: 'CAPTURED', id: data.captureId };
    case 'PaymentVoided':
      return { ...of, ...data, kind: 'VOIDED', id: data.voidId };
    case 'PaymentRefunded':
      return { ...of, ...data, kind: 'REFUNDED', id: data.refundId };
    default:
      return undefined;
  }
}

/** What moves come to, in the minor unit. */
export interface Figures {
  /** And not voided. */
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
  /** Of the customer's money: held, or taken and not given back. */
  readonly kept: number;
  /** The most that was ever kept. */
  readonly most: number;
}

export function minorOf(amount: DecimalMoney): number {
  const money = parseMoney(amount);
  expect(money).toBeTypeOf('object');
  return (money as Money).minor;
}

/** What an order's moves come to. None may take more than is left of what it is a part of. */
export function sumUp(moves: readonly Move[]): Figures {
  const sums = { AUTHORIZED: 0, DECLINED: 0, CAPTURED: 0, VOIDED: 0, REFUNDED: 0 };
  const left = new Map<string | null, number>();
  let most = 0;
  for (const { kind, id, authorizationId, captureId, amount } of moves) {
    const minor = minorOf(amount);
    sums[kind] += minor;
    const whole = kind === 'REFUNDED' ? captureId : authorizationId;
    if (kind === 'CAPTURED' || kind === 'VOIDED' || kind === 'REFUNDED') {
      left.set(whole, (left.get(whole) ?? 0) - minor);
      expect(left.get(whole), `left of ${whole} after ${kind} ${id}`).toBeGreaterThanOrEqual(0);
    }
    if (kind === 'AUTHORIZED' || kind === 'CAPTURED') left.set(id, minor);
    most = Math.max(most, sums.AUTHORIZED - sums.VOIDED - sums.REFUNDED);
  }
  const { AUTHORIZED, VOIDED, CAPTURED: captured, REFUNDED: refunded } = sums;
  const authorized = AUTHORIZED - VOIDED;
  return { authorized, captured, refunded, kept: authorized - refunded, most };
}
