import type { MoneyEvent, OperationData } from './events.js';
import type { OrderFacts } from './facts.js';
import type { LedgerEntry } from './ledger.js';
import { moneyEventOf } from './money-event.js';

/** What a human says became of an operation. What the gateway says of it, if it ever does, takes its place. */
export const byHand = (
  { key, amount, authorizationId, captureId }: OperationData,
  kind: LedgerEntry['kind'],
  { id, reason }: { readonly id: string | null; readonly reason: string },
): MoneyEvent => {
  const of = { authorizationId, captureId, operation: key, amount };
  return moneyEventOf({ ...of, kind, id: id ?? `by-hand:${key}`, reason, byHand: true });
};

const replaced = 'Nobody knows what came of it, and the order is to be paid otherwise';

/** An authorisation without an answer is waited for no more: another payment was chosen. */
export const abandoned = (operation: OperationData): MoneyEvent =>
  byHand(operation, 'DECLINED', { id: null, reason: replaced });

/** The authorisation that the order waits for, where its gateway was asked for one. */
export const unansweredAuthorization = ({ pause }: OrderFacts): OperationData | null =>
  pause?.step === 'AUTHORIZE_PAYMENT' && !pause.settled ? pause.operation : null;
