import { expect } from 'vitest';
import { type Account, isAlive, isGone, isServed } from './account.js';
import { type Move, minorOf, moveOf, sumUp } from './moves.js';
import { type Intent, intentsOf } from './stored-orders.js';

/** Compares what an order says of its money with the gateway's ledger, and with what the order costs. */
export function expectMoneyConserved(account: Account): void {
  const { order, events } = account;
  const { moves, overruled } = movesOf(account);
  const { kept, most, ...figures } = sumUp(moves);
  const { authorized, captured, refunded, balance } = order.payment ?? nothing(order);
  expect({
    authorized: minorOf(authorized),
    captured: minorOf(captured),
    refunded: minorOf(refunded),
    balance: minorOf(balance),
  }).toEqual({ ...figures, balance: figures.captured - figures.refunded });
  if (!overruled) expect(most).toBeLessThanOrEqual(Math.max(...intentsOf(events).map(worth)));
  if (!isServed(account)) return;
  expect(kept).toBe(isAlive(account) ? minorOf(order.totalAmount) : 0);
  if (!isAlive(account)) return;
  expect(order.status).not.toBe('PENDING');
  if (isGone(account)) expect(figures.captured - figures.refunded).toBe(kept);
}

/** In the minor unit. */
const worth = ({ lines }: Intent): number =>
  [...lines.values()].reduce((sum, { quantity, unitPrice }) => sum + quantity * minorOf(unitPrice), 0);

const nothing = ({ totalAmount: { currency } }: Account['order']) => {
  const none = { amount: '0', currency };
  return { authorized: none, captured: none, refunded: none, balance: none };
};

interface Moves {
  /** All that the gateway did, of which the order knows each once; then what somebody did by hand. */
  readonly moves: readonly Move[];
  /** Whether the gateway did what somebody had said would not be done. Until that is given back, too much may be kept. */
  readonly overruled: boolean;
}

function movesOf({ events, ledger }: Account): Moves {
  const known = events.flatMap((event) => moveOf(event) ?? []);
  const [ids, operations] = [new Set(ledger.map(({ id }) => id)), new Set(ledger.map((it) => it.operation))];
  const told = known.filter(({ byHand, id }) => !byHand || ids.has(id));
  expect(told.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const byHand = known.filter((move) => !told.includes(move));
  const standing = byHand.filter(({ operation }) => !operations.has(operation));
  return { moves: [...ledger, ...standing], overruled: standing.length < byHand.length };
}
