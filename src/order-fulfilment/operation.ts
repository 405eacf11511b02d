import { isDeepStrictEqual } from 'node:util';
import { formatMoney } from '../money/index.js';
import {
  type MoneyStep,
  nextStep,
  type OperationData,
  type OrderState,
  type StepKind,
} from '../orders/index.js';
import type { PaymentOperation } from '../payments/index.js';

/** An operation as it was kept before the gateway was asked for it. */
export interface Pending {
  readonly operation: PaymentOperation;
  /** How often the gateway had refused what came before it for good; part of the key. */
  readonly round: number;
  /** The gateway said that it will never do this, so it never did. */
  readonly refused: boolean;
}

export const stepKinds: Readonly<Record<PaymentOperation['kind'], StepKind>> = {
  AUTHORIZE: 'AUTHORIZE_PAYMENT',
  CAPTURE: 'CAPTURE_PAYMENT',
  VOID: 'VOID_PAYMENT',
  REFUND: 'REFUND_PAYMENT',
};

/**
 * What a step asks of the gateway. Its key is made of what has happened to the order's money so far: whoever asks for
 * the same step without knowing that it was asked for already takes the same key, and the gateway does it once. What
 * was refused, though, needs a key of its own when it is asked for again: gateways repeat their answers by the key.
 */
export function pendingOf(
  orderId: string,
  { currency, facts }: OrderState,
  step: MoneyStep,
  previous: Pending | null,
): Pending {
  const round = previous?.refused ? previous.round + 1 : 0;
  const key = `${orderId}-${step.kind}-${facts.ledger.length + 1}${round > 0 ? `-${round}` : ''}`;
  const asked = { key, orderId, amount: { minor: step.amount, currency } };
  return { operation: operationOf(asked, step), round, refused: false };
}

function operationOf(
  asked: Pick<PaymentOperation, 'key' | 'orderId' | 'amount'>,
  step: MoneyStep,
): PaymentOperation {
  if (step.kind === 'AUTHORIZE_PAYMENT') return { ...asked, kind: 'AUTHORIZE', token: step.token };
  const { authorizationId, captureId } = step;
  if (step.kind === 'REFUND_PAYMENT')
    return { ...asked, kind: 'REFUND', authorizationId, captureId: captureId ?? '' };
  return { ...asked, kind: step.kind === 'CAPTURE_PAYMENT' ? 'CAPTURE' : 'VOID', authorizationId };
}

/** Whether the order does not know yet what came of it. */
export const isOpen = ({ facts }: OrderState, { operation: { key }, refused }: Pending): boolean =>
  !refused && !facts.ledger.some(({ operation }) => operation === key);

/** Whether the order as it is now would ask for the same. */
export function isWanted(order: OrderState, operation: PaymentOperation): boolean {
  const step = nextStep(order);
  if (step === null || !('amount' in step)) return false;
  const wanted = pendingOf(operation.orderId, order, step, null).operation;
  return isDeepStrictEqual({ ...wanted, key: operation.key }, operation);
}

/** As events show it, where it asks for an authorisation. */
export const authorizationIn = ({ operation }: Pending): OperationData | null =>
  operation.kind === 'AUTHORIZE' ? operationData(operation) : null;

/** The token that it pays with, where it asks for an authorisation. */
export const tokenOf = ({ operation }: Pending): string | null =>
  operation.kind === 'AUTHORIZE' ? operation.token : null;

/** As events show it: without the payment's token. */
export const operationData = (operation: PaymentOperation): OperationData => ({
  key: operation.key,
  amount: formatMoney(operation.amount),
  authorizationId: operation.kind === 'AUTHORIZE' ? null : operation.authorizationId,
  captureId: operation.kind === 'REFUND' ? operation.captureId : null,
});
