import type { FulfilmentCommand, StepKind } from '../orders/index.js';
import {
  GatewayRefusal,
  GatewayUnavailable,
  type PaymentFact,
  type PaymentGateway,
  type PaymentOperation,
} from '../payments/index.js';
import { LeaseLost, type Look } from './look.js';
import { isWanted, operationData, type Pending, stepKinds, tokenOf } from './operation.js';
import { recordMoney } from './payment-fact.js';
import { keepPending } from './processes/leased.js';
import { begin, type Progress, pauseAfter } from './progress.js';

const noGateway = 'No payment gateway is set up: set PAYMENT_GATEWAY_URL, then retry this order';
const unreadable =
  'Nobody can read the payment token any more: the customer was erased, or the key is not here. Settle this step, or bring the key and retry it';

/**
 * Asks for an operation, which is kept before it is asked for the first time, and records what came of it. Answers
 * how it stands with it then.
 */
export async function askGateway(look: Look, pending: Pending, isNew: boolean): Promise<Progress> {
  const { gateway, reached } = look;
  const told = gateway && (await inClear(look, pending.operation));
  if (!told) {
    const operation = isNew ? null : operationData(pending.operation);
    await pause(look, pending, { operation, attempts: 0, error: gateway ? unreadable : noGateway });
    return look.progress;
  }
  if (isNew) {
    if (!(await keepPending(look.db, look.claim, pending))) throw new LeaseLost();
    await reached('operation kept');
  }
  const asked: Asked = { ...look, pending, progress: isNew ? begin(pending) : look.progress };
  const answer = await answerOf(gateway, told);
  if (answer instanceof GatewayUnavailable) return unanswered(asked, answer);
  if (answer instanceof GatewayRefusal) return refused(asked, answer);
  return answer === 'UNDECIDED' ? undecided(asked) : answered(asked, answer);
}

/** As the gateway is told it: what is kept has its token sealed. Undefined where that does not open. */
async function inClear(
  { personalData, order }: Look,
  operation: PaymentOperation,
): Promise<PaymentOperation | undefined> {
  if (operation.kind !== 'AUTHORIZE') return operation;
  const [token] = await personalData.open(order.customerId, [operation.token]);
  return token == null ? undefined : { ...operation, token };
}

/** A look whose operation was asked for. */
interface Asked extends Look {
  readonly pending: Pending;
}

type Answer = PaymentFact | 'UNDECIDED' | GatewayUnavailable | GatewayRefusal;

const answerOf = (gateway: PaymentGateway, operation: PaymentOperation): Promise<Answer> =>
  gateway.carryOut(operation).catch((error: unknown) => {
    if (error instanceof GatewayUnavailable || error instanceof GatewayRefusal) return error;
    throw error;
  });

const stepOf = ({ operation }: Pending): StepKind => stepKinds[operation.kind];

async function answered(asked: Asked, fact: PaymentFact): Promise<Progress> {
  const { pending, record, reached, onStep } = asked;
  onStep(stepOf(pending), fact.kind === 'DECLINED' ? 'DECLINED' : 'DONE');
  await reached('operation answered');
  await record(recordMoney(fact, pending));
  await reached('payment recorded');
  return begin(null);
}

async function unanswered(asked: Asked, { message, called, retryAfterMs = 0 }: GatewayUnavailable) {
  const { progress, pending, now, retries, reached, onStep } = asked;
  onStep(stepOf(pending), called ? 'UNAVAILABLE' : 'LEFT_ALONE');
  await reached('operation failed');
  const attempts = progress.attempts + (called ? 1 : 0);
  if (attempts >= retries.attempts) return giveUp(asked, attempts, message);
  const wait = Math.max(retryAfterMs, pauseAfter(Math.max(1, attempts), retries));
  return { ...progress, attempts, lastError: message, retryAt: now() + wait };
}

async function undecided(asked: Asked): Promise<Progress> {
  const { progress, pending, now, retries, reached, onStep } = asked;
  onStep(stepOf(pending), 'UNDECIDED');
  await reached('operation undecided');
  const times = progress.undecided + 1;
  const lastError = 'The payment gateway has not decided yet';
  if (times >= retries.undecided) return giveUp(asked, times, lastError);
  return { ...progress, undecided: times, lastError, retryAt: now() + pauseAfter(times, retries) };
}

/** It was not done and never will be: only where the order still needs it, somebody has to see to it. */
async function refused(asked: Asked, { message: error }: GatewayRefusal): Promise<Progress> {
  const { orders, orderId, pending, progress, reached, onStep } = asked;
  onStep(stepOf(pending), 'REFUSED');
  await reached('operation failed');
  const { state: order } = await orders.load(orderId); // as it is by now
  const operation = operationData(pending.operation);
  if (order && isWanted(order, pending.operation))
    await pause(asked, pending, { operation, attempts: progress.attempts + 1, error });
  return begin({ ...pending, refused: true });
}

/** Nobody knows whether it was done: it stays as it is until it is tried again, or somebody says what became of it. */
async function giveUp(asked: Asked, attempts: number, error: string): Promise<Progress> {
  const { pending } = asked;
  await pause(asked, pending, { operation: operationData(pending.operation), attempts, error });
  return begin(pending);
}

type Failure = Omit<Extract<FulfilmentCommand, { type: 'PauseFulfilment' }>, 'type' | 'step' | 'token'>;

async function pause(look: Look, pending: Pending, failure: Failure): Promise<void> {
  const { record, reached, onTrouble, orderId } = look;
  await record({ type: 'PauseFulfilment', step: stepOf(pending), token: tokenOf(pending), ...failure });
  onTrouble(`waits for a human to see to ${stepOf(pending)}`, failure.error, orderId);
  await reached('pause recorded');
}
