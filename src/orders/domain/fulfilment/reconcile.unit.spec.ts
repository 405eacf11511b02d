import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rounds, seed } from '../../../testing/campaign.js';
import * as gateway from '../../../testing/orders/simulated-gateway.js';
import {
  learn,
  obey,
  orderIn,
  type SimulatedOrder,
  simulateOrder,
} from '../../../testing/orders/simulated-order.js';
import { adjust, quantityOf } from '../../../testing/orders/simulated-stock.js';
import { BAD_CARD, giveUp, isAsking, look } from '../../../testing/orders/simulated-worker.js';
import type { OrderCommand, PricedItem } from '../commands.js';
import { minorTotal } from '../order-line.js';
import { nextStatuses } from '../order-status.js';
import type { OrderState } from '../state.js';
import { consequences } from './consequences.js';
import { balance, held } from './ledger.js';
import type { MoneyFact } from './money-event.js';
import { nextStep } from './next-step.js';
import { beyond } from './stock-items.js';
import { paymentView, processView } from './views.js';

const PRICES = { tea: 1_000, jam: 250, gift: 0 };
const PRODUCTS = Object.keys(PRICES) as readonly (keyof typeof PRICES)[];
const CARDS = ['card', 'other', BAD_CARD];
const FAULTS = ['ANSWER_LOST', 'UNDECIDED', 'CRASH', 'DECLINED'] as const;
const SURPRISES = ['CAPTURE_PAYMENT', 'VOID_PAYMENT', 'REFUND_PAYMENT'] as const;

const oneOf = <Value>(values: readonly Value[], n: number): Value => values[n % values.length] as Value;

function item(n: number, quantity: number): PricedItem {
  const productId = oneOf(PRODUCTS, n);
  const unitPrice = { minor: PRICES[productId], currency: 'USD' };
  return { productId, name: productId, quantity, unitPrice, offer: null };
}

/** Something happens; `n` and `m` say what exactly. */
type Deed = (world: SimulatedOrder, n: number, m: number) => unknown;

const INTENTS: Record<string, Deed> = {
  add: (world, n, m) => obey(world, { type: 'AddOrderItem', item: item(n, 1 + (m % 3)) }),
  remove: (world, n) => obey(world, { type: 'RemoveOrderItem', productId: oneOf(PRODUCTS, n) }),
  change(world, n, m) {
    const [productId, quantity] = [oneOf(PRODUCTS, n), 1 + (m % 4)];
    obey(world, { type: 'ChangeOrderItemQuantity', productId, quantity });
  },
  move(world) {
    const status = nextStatuses(orderIn(world).status)[0];
    if (status) obey(world, { type: 'UpdateOrderStatus', status });
  },
  cancel: (world) => obey(world, { type: 'CancelOrder', reason: null }),
  pay: (world, n) => obey(world, { type: 'PayOrder', paymentToken: oneOf(CARDS, n) }),
  rollBack(world, n) {
    const toVersion = 1 + (n % world.current.version);
    obey(world, { type: 'RollbackOrder', toVersion, reason: null });
  },
};

const WORK: Record<string, Deed> = {
  look: (world) => look(world),
  run(world, n) {
    for (let left = n % 6; left > 0 && look(world); left -= 1);
  },
  lookInVain: (world, n) => look(world, oneOf(FAULTS, n)),
  /** At an order that has changed since, but not in what is known of the outside. */
  lookTooLate(world, n, m) {
    const seen = orderIn(world);
    oneOf(Object.values(INTENTS), n)(world, m, n);
    look(world, undefined, { ...seen, facts: orderIn(world).facts });
  },
  tellLate(world) {
    const command = world.late.shift();
    if (command) obey(world, command);
  },
  giveUp: (world) => giveUp(world),
};

const OUTSIDE: Record<string, Deed> = {
  /** By webhook, once more perhaps, in any order. */
  tell(world, n) {
    const { facts } = world.gateway;
    if (facts.length > 0) learn(world, oneOf(facts, n));
  },
  decide(world, n) {
    const asked = world.undecided.pop();
    if (!asked) return;
    const isDeclined = asked.step.kind === 'AUTHORIZE_PAYMENT' && n % 2 === 0;
    (isDeclined ? gateway.decline : gateway.ask)(world.gateway, asked);
  },
  surprise: (world, n) => gateway.surprise(world.gateway, oneOf(SURPRISES, n)),
  adjustStock: (world, n, m) => adjust(world.stock, oneOf(PRODUCTS, n), (m % 9) - 5),
  wait(world, n) {
    world.idle += n * 60_000;
  },
};

const retry: Deed = (world) => obey(world, { type: 'RetryFulfilment', reason: 'again' });

/** A human may be wrong about what the gateway did, which will tell all the same. */
const settle: Deed = (world, n, m) => {
  const asked = orderIn(world).facts.pause?.operation;
  const fact = asked && world.gateway.answers.get(asked.key);
  const outcome = fact && n % 3 > 0 ? 'DONE' : 'NOT_DONE';
  const reference = fact && outcome === 'DONE' ? oneOf([fact.id, 'mistyped', null], m) : null;
  obey(world, { type: 'SettleFulfilment', outcome, reference, reason: 'by phone' });
};

const HUMANS: Record<string, Deed> = {
  retry,
  settle,
  /** Whatever is asked for next, its answer is lost, and a human has to say what became of it. */
  settleForLost(world, n, m) {
    for (let looks = 0; looks < 4 && !isAsking(world); looks += 1) look(world, 'ANSWER_LOST');
    giveUp(world);
    settle(world, n, m);
  },
};

const DEEDS = { ...INTENTS, ...WORK, ...OUTSIDE, ...HUMANS };
const WEIGHTS: Record<string, number> = {
  run: 6,
  look: 4,
  lookInVain: 4,
  move: 5,
  rollBack: 3,
  settleForLost: 3,
  tell: 2,
};

const deeds = fc.array(
  fc.record({
    name: fc.oneof(
      ...Object.keys(DEEDS).map((name) => ({ arbitrary: fc.constant(name), weight: WEIGHTS[name] ?? 1 })),
    ),
    n: fc.nat(30),
    m: fc.nat(30),
  }),
  { minLength: 5, maxLength: 80, size: 'max' },
);

const creations = fc
  .record({
    n: fc.nat(2),
    m: fc.nat(2),
    paymentToken: fc.constantFrom('card', 'card', 'other', BAD_CARD, null),
  })
  .map(
    ({ n, m, paymentToken }): OrderCommand => ({
      type: 'CreateOrder',
      customer: { id: 'ada', active: true },
      reference: null,
      items: [item(n, 1 + m), item(n + 1, 1)],
      paymentToken,
    }),
  );

// Said anew, so that nothing is judged by itself.
const isAlive = (order: OrderState) => order.paymentToken !== null && order.status !== 'CANCELLED';
const isGone = (order: OrderState) => isAlive(order) && ['SHIPPED', 'DELIVERED'].includes(order.status);
const totalDue = (order: OrderState): number => (isAlive(order) ? minorTotal(order.lines) : 0);

/** At any time: nothing is negative, and no step takes what is not due. */
function assertSound(world: SimulatedOrder): void {
  const { levels, reservation } = world.stock;
  for (const [productId, level] of levels)
    expect(level).toBeGreaterThanOrEqual(quantityOf(reservation.reserved, productId));
  const order = orderIn(world);
  for (const amount of Object.values({ ...paymentView(order), status: 0 }))
    expect(amount).toBeGreaterThanOrEqual(0);
  const step = nextStep(order);
  const { ledger } = order.facts;
  if (!isAlive(order))
    expect([undefined, 'RELEASE_STOCK', 'VOID_PAYMENT', 'REFUND_PAYMENT']).toContain(step?.kind);
  if (step?.kind === 'AUTHORIZE_PAYMENT')
    expect(step.amount + balance(ledger) + held(ledger)).toBe(totalDue(order));
  if (step?.kind === 'CAPTURE_PAYMENT') expect(isGone(order)).toBe(true);
}

/** By the books of the gateway and of the warehouse. */
function assertConserved(world: SimulatedOrder): void {
  const order = orderIn(world);
  const { reserved, shipped } = world.stock.reservation;
  const { ledger, stock } = order.facts;
  const [paid, kept] = [gateway.left(world.gateway.captures), gateway.left(world.gateway.authorizations)];
  expect({ reserved: stock.reserved, shipped: stock.shipped }).toEqual({ reserved, shipped });
  expect([balance(ledger), held(ledger)]).toEqual([paid, kept]);
  expect(paid + kept).toBe(totalDue(order));
  if (isGone(order)) expect(kept).toBe(0);
  const unshipped = isAlive(order) ? beyond(order.lines, shipped) : [];
  expect(reserved).toEqual(isGone(order) ? [] : unshipped);
  if (isGone(order)) expect(unshipped).toEqual([]);
  if (isAlive(order)) expect(order.status).not.toBe('PENDING');
  expect([undefined, 'COMPLETED']).toContain(processView(order)?.state);
}

/** All that the gateway and late workers have to tell, but for what the worker will learn by asking again. */
function tellAll(world: SimulatedOrder): void {
  for (const asked of world.undecided.splice(0)) gateway.ask(world.gateway, asked);
  for (const command of world.late.splice(0)) obey(world, command);
  const isAsked = (fact: MoneyFact) => isAsking(world) && fact.operation === world.pending?.key;
  for (const fact of world.gateway.facts) if (!isAsked(fact)) learn(world, fact);
}

/** Looks until there is nothing to do; how often there was. */
function work(world: SimulatedOrder): number {
  for (let looks = 0; looks < 100; looks += 1) if (!look(world)) return looks;
  throw new Error(`It never ends: ${nextStep(orderIn(world))?.kind}`);
}

const VERBS = {
  AUTHORIZED: 'Authorise',
  CAPTURED: 'Capture',
  VOIDED: 'Void the authorisation of',
  REFUNDED: 'Refund',
  DECLINED: 'Decline',
};

/** What was said beforehand of the money is what the gateway does, where nothing is in its way. */
function assertForeseen(world: SimulatedOrder, act: () => void): void {
  const isUnclear = isAsking(world) || orderIn(world).paymentToken === BAD_CARD;
  const told = consequences(orderIn(world)).filter((it) => it.endsWith(' USD'));
  const done = world.gateway.facts.length;
  act();
  const facts = world.gateway.facts.slice(done);
  if (!isUnclear)
    expect(facts.map(({ kind, amount }) => `${VERBS[kind]} ${amount.amount} USD`)).toEqual(told);
}

it(
  'whatever happens, the process ends, and money and goods are where the order needs them',
  () => {
    fc.assert(
      fc.property(creations, deeds, (creation, story) => {
        const world = simulateOrder(creation, PRODUCTS);
        for (const { name, n, m } of story) {
          DEEDS[name]?.(world, n, m);
          assertSound(world);
        }
        tellAll(world);
        work(world);
        tellAll(world);
        work(world);
        if (orderIn(world).facts.pause === null) assertConserved(world);

        // Whoever waits for a human gets one, with goods enough and a good card.
        for (const productId of PRODUCTS) adjust(world.stock, productId, 20);
        if (orderIn(world).facts.pause) {
          if (orderIn(world).paymentToken === BAD_CARD) INTENTS.pay?.(world, 0, 0);
          retry(world, 0, 0);
        }
        assertForeseen(world, () => work(world));
        assertConserved(world);
      }),
      { numRuns: rounds(300, 20_000), seed: seed(4) },
    );
  },
  rounds(30_000, 600_000),
);
