import { formatMoney } from '../../money/money.js';
import { type MoneyFact, OUTCOME_OF } from '../../orders/domain/fulfilment/money-event.js';
import type { MoneyStep } from '../../orders/domain/fulfilment/next-step.js';

/** An authorisation or a capture, and what is left of it, in cents. */
interface Part {
  readonly fact: MoneyFact;
  left: number;
}

/** A gateway in memory, which keeps its own books and shares no line with the order's ledger. */
export interface SimulatedGateway {
  readonly authorizations: Part[];
  readonly captures: Part[];
  /** What came of each operation, by its key. */
  readonly answers: Map<string, MoneyFact>;
  /** All that it ever did, oldest first. */
  readonly facts: MoneyFact[];
}

/** A step as the gateway is asked for it, or does it of its own accord. */
export interface Asked {
  readonly key: string | null;
  readonly step: MoneyStep;
}

export const openGateway = (): SimulatedGateway => ({
  authorizations: [],
  captures: [],
  answers: new Map(),
  facts: [],
});

export const left = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + part.left, 0);

/** What came of it, the same however often it is asked; undefined where it cannot be done. */
export const ask = (gateway: SimulatedGateway, asked: Asked): MoneyFact | undefined =>
  answered(gateway, asked) ?? carryOut(gateway, asked);

export const decline = (gateway: SimulatedGateway, asked: Asked): MoneyFact =>
  answered(gateway, asked) ?? tell(gateway, asked, 'DECLINED');

const answered = ({ answers }: SimulatedGateway, { key }: Asked) => answers.get(key ?? '');

/** Half of what is left of the oldest authorisation or capture moves, though nobody asked for it. */
export function surprise(
  gateway: SimulatedGateway,
  kind: Exclude<MoneyStep['kind'], 'AUTHORIZE_PAYMENT'>,
): void {
  const parts = kind === 'REFUND_PAYMENT' ? gateway.captures : gateway.authorizations;
  const part = parts.find((it) => it.left > 0);
  if (!part) return;
  const { id, authorizationId } = part.fact;
  const ids = kind === 'REFUND_PAYMENT' ? { authorizationId: authorizationId ?? '', captureId: id } : of(id);
  carryOut(gateway, { key: null, step: { ...ids, kind, amount: Math.ceil(part.left / 2) } });
}

const of = (authorizationId: string) => ({ authorizationId, captureId: null });

function carryOut(gateway: SimulatedGateway, asked: Asked): MoneyFact | undefined {
  const { authorizations, captures } = gateway;
  const { step } = asked;
  if (step.kind !== 'AUTHORIZE_PAYMENT') {
    const [parts, id] =
      step.kind === 'REFUND_PAYMENT' ? [captures, step.captureId] : [authorizations, step.authorizationId];
    const part = parts.find(({ fact }) => fact.id === id);
    if (!part || part.left < step.amount) return undefined;
    part.left -= step.amount;
  }
  const fact = tell(gateway, asked, OUTCOME_OF[step.kind]);
  if (step.kind === 'AUTHORIZE_PAYMENT') authorizations.push({ fact, left: step.amount });
  if (step.kind === 'CAPTURE_PAYMENT') captures.push({ fact, left: step.amount });
  return fact;
}

function tell({ answers, facts }: SimulatedGateway, asked: Asked, kind: MoneyFact['kind']): MoneyFact {
  const { key: operation, step } = asked;
  const { authorizationId, captureId } = { ...{ authorizationId: null, captureId: null }, ...step };
  const amount = formatMoney({ minor: step.amount, currency: 'USD' });
  const id = `${kind}-${facts.length + 1}`;
  const fact: MoneyFact = { kind, id, operation, amount, authorizationId, captureId, reason: 'no' };
  facts.push(fact);
  if (operation !== null) answers.set(operation, fact);
  return fact;
}
