import { formatMoney } from '../../money/money.js';
import type { OperationData } from '../../orders/domain/fulfilment/events.js';
import { expiryOf, isAlive, nextStep, type Step } from '../../orders/domain/fulfilment/next-step.js';
import type { OrderState } from '../../orders/domain/state.js';
import { ask, decline } from './simulated-gateway.js';
import { learn, nowIn, obey, orderIn, type Pending, type SimulatedOrder } from './simulated-order.js';
import { change } from './simulated-stock.js';

/** What goes wrong with a look. */
export type Fault = 'ANSWER_LOST' | 'DECLINED' | 'UNDECIDED' | 'CRASH';

/** The card that no gateway takes. */
export const BAD_CARD = 'bad';

/** One move for the order as it was seen, by the rules of the process manager; whether there was any to make. */
export function look(world: SimulatedOrder, fault?: Fault, order = orderIn(world)): boolean {
  const step = nextStep(order);
  return learnOfStock(world, order, fault) || moveStock(world, step, fault) || moveMoney(world, step, fault);
}

const isOverdue = (world: SimulatedOrder): boolean =>
  (expiryOf(orderIn(world)) ?? Number.POSITIVE_INFINITY) <= nowIn(world);

function learnOfStock(world: SimulatedOrder, order: OrderState, fault?: Fault): boolean {
  const { reservation } = world.stock;
  if (reservation.revision <= order.facts.stock.revision) return false;
  const isExpired = reservation.reserved.length === 0 && isAlive(order) && isOverdue(world);
  const reason = isExpired ? 'EXPIRED' : 'NOT_NEEDED';
  const expiresAt = nowIn(world) + 15 * 60_000;
  if (fault !== 'CRASH') obey(world, { type: 'RecordReservation', ...reservation, expiresAt, reason });
  return true;
}

function moveStock(world: SimulatedOrder, step: Step | null, fault?: Fault): boolean {
  const { stock } = world;
  const { revision, shipped } = stock.reservation;
  if (step?.kind !== 'SHIP_STOCK' && isOverdue(world)) {
    change(stock, { revision, reserved: [], shipped });
    return true;
  }
  if (!step || !('reserved' in step)) return false;
  const short = change(stock, { revision, reserved: step.reserved, shipped: step.shipped });
  if (short && fault === 'CRASH') world.late.push({ type: 'RecordShortage', short });
  else if (short) obey(world, { type: 'RecordShortage', short });
  return true;
}

/** What is pending is asked for until its outcome is known, whatever the order needs now. */
function moveMoney(world: SimulatedOrder, step: Step | null, fault?: Fault): boolean {
  const { pending } = world;
  const { facts } = orderIn(world);
  if (facts.pause?.settled === false) return false;
  if (pending && isAsking(world)) return asked(world, pending, fault);
  if (step?.kind === 'CONFIRM_ORDER') obey(world, { type: 'ConfirmOrder' });
  if (!step || !('amount' in step)) return step !== null;
  const again = pending?.isRefused ? ` after ${pending.key}` : '';
  world.pending = { key: `${step.kind} ${facts.ledger.length}${again}`, step, isRefused: false };
  return asked(world, world.pending, fault);
}

/** Whether the order does not know yet what came of what the worker asked for. */
export function isAsking(world: SimulatedOrder): boolean {
  const { pending } = world;
  const { ledger } = orderIn(world).facts;
  return pending !== null && !pending.isRefused && !ledger.some(({ operation }) => operation === pending.key);
}

function asked(world: SimulatedOrder, pending: Pending, fault?: Fault): true {
  const { gateway, undecided } = world;
  const { step, key } = pending;
  if (fault === 'UNDECIDED' && !gateway.answers.has(key)) undecided.push(pending);
  if (fault === 'CRASH' || fault === 'UNDECIDED') return true;
  const token = 'token' in step ? step.token : null;
  const isDeclined = token !== null && (fault === 'DECLINED' || token === BAD_CARD);
  const answer = isDeclined ? decline(gateway, pending) : ask(gateway, pending);
  if (!answer) {
    pending.isRefused = true;
    const failure = { operation: null, attempts: 1, error: 'The gateway refuses' };
    obey(world, { type: 'PauseFulfilment', step: step.kind, ...failure });
  } else if (fault !== 'ANSWER_LOST') learn(world, answer, token);
  return true;
}

/** The worker has tried often enough. */
export function giveUp(world: SimulatedOrder): void {
  const pending = isAsking(world) ? world.pending : null;
  const step = pending?.step.kind ?? nextStep(orderIn(world))?.kind;
  const operation = pending && dataOf(pending);
  if (step) obey(world, { type: 'PauseFulfilment', step, operation, attempts: 6, error: 'no answer' });
}

function dataOf({ key, step }: Pending): OperationData {
  const { authorizationId, captureId } = { ...{ authorizationId: null, captureId: null }, ...step };
  return { key, amount: formatMoney({ minor: step.amount, currency: 'USD' }), authorizationId, captureId };
}
