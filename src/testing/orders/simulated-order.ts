import { isRejection } from '../../event-sourcing/errors.js';
import type { Instant, Recorded } from '../../event-sourcing/event.js';
import { emptySnapshot, replay } from '../../event-sourcing/replay.js';
import type { OrderCommand } from '../../orders/domain/commands.js';
import type { OrderEvent } from '../../orders/domain/events.js';
import type { FulfilmentCommand } from '../../orders/domain/fulfilment/commands.js';
import { type MoneyFact, moneyEventOf } from '../../orders/domain/fulfilment/money-event.js';
import type { MoneyStep } from '../../orders/domain/fulfilment/next-step.js';
import { orderDecider } from '../../orders/domain/order-decider.js';
import type { OrderSnapshot, OrderState } from '../../orders/domain/state.js';
import { instantOf, record, STREAM_ID } from '../given-when-then.js';
import { openGateway, type SimulatedGateway } from './simulated-gateway.js';
import { openStock, type SimulatedStock } from './simulated-stock.js';

/** What the worker keeps of what it asks the gateway for. */
export interface Pending {
  readonly key: string;
  readonly step: MoneyStep;
  isRefused: boolean;
}

/** An order and the world around it, in memory. */
export interface SimulatedOrder {
  readonly gateway: SimulatedGateway;
  readonly stock: SimulatedStock;
  readonly recorded: Recorded<OrderEvent>[];
  current: OrderSnapshot;
  pending: Pending | null;
  /** What the gateway has, and will do when it likes. */
  readonly undecided: Pending[];
  /** Commands of a worker that was held up on the way. */
  readonly late: FulfilmentCommand[];
  /** Milliseconds in which nothing happened. */
  idle: number;
}

const empty: OrderSnapshot = emptySnapshot(orderDecider, STREAM_ID);

export function simulateOrder(creation: OrderCommand, products: readonly string[]): SimulatedOrder {
  const [gateway, stock] = [openGateway(), openStock(products, 6)];
  const world: SimulatedOrder = {
    ...{ gateway, stock, recorded: [], current: empty },
    ...{ pending: null, undecided: [], late: [], idle: 0 },
  };
  obey(world, creation);
  return world;
}

export const orderIn = ({ current }: SimulatedOrder): OrderState => current.state as OrderState;

export const nowIn = ({ current, idle }: SimulatedOrder): Instant => instantOf(current.version) + idle;

/** Does what is allowed, and folds from where it stands, or else from the start. */
export function obey(world: SimulatedOrder, command: OrderCommand): void {
  const { current, recorded } = world;
  const decided = orderDecider.decide(command, current);
  if (isRejection(decided)) return;
  const tail = record(decided, current.version);
  recorded.push(...tail);
  world.current = replay(orderDecider, current, tail) ?? replay(orderDecider, empty, recorded) ?? empty;
}

export const learn = (world: SimulatedOrder, fact: MoneyFact, token: string | null = null): void =>
  obey(world, { type: 'RecordMoney', event: moneyEventOf(fact), token });
