import { randomUUID } from 'node:crypto';
import { formatMoney } from '../../money/index.js';
import type { PaymentFact } from '../payment-gateway.js';
import type { AskedOperation } from './asked-operation.js';
import type { Book, Entry } from './book.js';
import { Problem } from './problem.js';
import { behaviourOf } from './tokens.js';

type Move = Pick<PaymentFact, 'kind' | 'id' | 'authorizationId' | 'captureId' | 'reason'>;

/** What becomes of an operation that is new to the book. Throws a 404 or 422 where it can never be. */
export function decide(asked: AskedOperation, book: Book): Pick<Entry, 'fact' | 'token'> {
  const { orderId, amount, key: operation } = asked;
  return { fact: { ...move(asked, book), orderId, amount, operation }, token: book.tokenOf(asked) };
}

function move(asked: AskedOperation, book: Book): Move {
  const { kind, target } = asked;
  if (kind === 'AUTHORIZE') return authorize(target);
  if (kind === 'REFUND') {
    const capture = book.capture(target).fact;
    refuseUnlessPart(asked, capture, book.refundable(target));
    const { authorizationId } = capture;
    return { kind: 'REFUNDED', id: newId('ref'), authorizationId, captureId: target, reason: null };
  }
  refuseUnlessPart(asked, book.authorization(target).fact, book.held(target));
  if (kind === 'VOID') {
    return { kind: 'VOIDED', id: newId('void'), authorizationId: target, captureId: null, reason: null };
  }
  const id = newId('cap');
  return { kind: 'CAPTURED', id, authorizationId: target, captureId: id, reason: null };
}

function authorize(token: string): Move {
  const { declines: reason } = behaviourOf(token);
  if (reason !== undefined) {
    return { kind: 'DECLINED', id: newId('dec'), authorizationId: null, captureId: null, reason };
  }
  const id = newId('auth');
  return { kind: 'AUTHORIZED', id, authorizationId: id, captureId: null, reason: null };
}

const newId = (prefix: string): string => `${prefix}_${randomUUID()}`;

function refuseUnlessPart({ orderId, amount }: AskedOperation, whole: PaymentFact, leftMinor: number): void {
  if (orderId !== whole.orderId) throw new Problem(422, 'That is of another order');
  const left = { ...whole.amount, minor: leftMinor };
  if (amount.currency === left.currency && amount.minor <= left.minor) return;
  const [wanted, rest] = [amount, left].map(formatMoney).map((it) => `${it.amount} ${it.currency}`);
  throw new Problem(422, `${wanted} is more than what is left of it: ${rest}`);
}
