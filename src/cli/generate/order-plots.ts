import type { ProductDraft } from '../../catalogue/index.js';
import type { OrderCommand, OrderLife, PricedItem } from '../../orders/index.js';
import { day } from './calendar.js';
import type { Random } from './random.js';

/** What somebody wants of an order, so long after the step before; the rules may refuse it. */
export interface Step {
  readonly pause: number;
  readonly command: OrderCommand;
}

/** What a plot goes by. */
export interface Circumstances {
  readonly random: Random;
  readonly life: OrderLife;
  readonly customerId: string;
  readonly offered: readonly ProductDraft[];
  readonly reference: string | null;
}

type Plot = (order: Circumstances) => Generator<Step, void>;

const hour = day / 24;
const minute = hour / 60;

/** How orders live, and how many of a thousand do. Together some 5 events an order. */
const plots: readonly (readonly [share: number, plot: Plot])[] = [
  [710, fulfilled],
  [130, cancelled],
  [110, abandoned],
  [20, reinstated],
  [29, corrected],
  [1, busy],
];

export function plotOf(random: Random): Plot {
  let place = random.between(0, 999);
  for (const [share, plot] of plots) {
    place -= share;
    if (place < 0) return plot;
  }
  return fulfilled;
}

function* fulfilled(order: Circumstances) {
  yield create(order, order.random.between(1, 4));
  if (order.random.chance(0.3)) yield* changes(order, order.random.between(1, 2), 20 * minute);
  yield* fulfilment(order);
}

function* cancelled(order: Circumstances) {
  const { random } = order;
  yield create(order, random.between(1, 4));
  yield* changes(order, random.between(0, 2), hour);
  if (random.chance(0.5)) yield setStatus('CONFIRMED', random.pause(3 * hour));
  yield cancel(order);
}

function* abandoned(order: Circumstances) {
  yield create(order, order.random.between(1, 3));
  yield* changes(order, order.random.between(0, 1), 2 * hour);
}

function* reinstated(order: Circumstances) {
  yield* cancelled(order);
  const { life, random } = order;
  yield rollBack(order, life.current.version - 1, random.pause(10 * hour), 'The customer changed their mind');
  yield* fulfilment(order);
}

function* corrected(order: Circumstances) {
  const { random } = order;
  yield create(order, random.between(2, 5));
  for (let round = random.between(1, 3); round > 0; round -= 1) {
    yield* changes(order, random.between(1, 3), hour);
    yield rollBack(order, earlier(order, 3), random.pause(hour), 'Entered by mistake');
  }
  yield* fulfilment(order);
  if (random.chance(0.2)) {
    yield rollBack(order, earlier(order, 1), random.pause(day), 'It came back undelivered');
    yield setStatus('DELIVERED', random.pause(2 * day));
  }
}

/** As a standing order, or one that people enter together. */
function* busy(order: Circumstances) {
  const { random } = order;
  yield create(order, random.between(10, 30));
  for (let round = random.between(4, 12); round > 0; round -= 1) {
    yield* changes(order, random.between(20, 60), hour);
    if (random.chance(0.5)) yield rollBack(order, earlier(order, 15), random.pause(hour), null);
  }
  yield* fulfilment(order);
}

function* fulfilment({ random }: Circumstances): Generator<Step, void> {
  yield setStatus('CONFIRMED', random.pause(3 * hour));
  yield setStatus('PROCESSING', random.pause(8 * hour));
  yield setStatus('SHIPPED', random.pause(day));
  yield setStatus('DELIVERED', random.pause(3 * day));
}

function* changes(order: Circumstances, count: number, pause: number): Generator<Step, void> {
  for (let i = 0; i < count; i += 1) yield change(order, order.random.pause(pause));
}

function create(order: Circumstances, lines: number): Step {
  const { customerId, reference } = order;
  const items = Array.from({ length: lines }, () => itemOf(order));
  return {
    pause: 0,
    command: { type: 'CreateOrder', customer: { id: customerId, active: true }, reference, items },
  };
}

function change(order: Circumstances, pause: number): Step {
  const { random, life } = order;
  const dice = random.fraction();
  const productId = random.pick(life.current.state?.lines ?? [])?.productId ?? '';
  if (dice < 0.45) return { pause, command: { type: 'AddOrderItem', item: itemOf(order) } };
  if (dice < 0.8) {
    const quantity = random.between(1, 12);
    return { pause, command: { type: 'ChangeOrderItemQuantity', productId, quantity } };
  }
  if (dice < 0.95) return { pause, command: { type: 'RemoveOrderItem', productId } };
  const addItems = [itemOf(order)];
  return { pause, command: { type: 'UpdateOrder', removeItems: [productId], addItems, newStatus: null } };
}

/** At the catalogue's price, mostly. */
function itemOf({ random, offered }: Circumstances): PricedItem {
  const { id, name, price } = offered[random.rank(offered.length, 5)] as ProductDraft;
  const discount = random.chance(0.05) ? 0.9 : 1;
  return {
    productId: id,
    name,
    quantity: random.chance(0.7) ? random.between(1, 3) : random.between(1, 24),
    unitPrice: { ...price, minor: Math.round(discount * price.minor) },
    offer: null,
  };
}

type Status = Extract<OrderCommand, { type: 'UpdateOrderStatus' }>['status'];

const setStatus = (status: Status, pause: number): Step => ({
  pause,
  command: { type: 'UpdateOrderStatus', status },
});

const cancel = ({ random }: Circumstances): Step => ({
  pause: random.pause(12 * hour),
  command: {
    type: 'CancelOrder',
    reason: random.pick(['Found it cheaper', 'Takes too long', 'Ordered twice', null]),
  },
});

/** Up to so many versions before the current one. */
const earlier = ({ random, life }: Circumstances, most: number): number =>
  life.current.version - random.between(1, most);

/** Now and then by the instant at which that version was current. */
function rollBack(
  { random, life }: Circumstances,
  toVersion: number,
  pause: number,
  reason: string | null,
): Step {
  const toTimestamp = random.chance(0.2) ? life.events[toVersion - 1]?.event.recordedAt : undefined;
  const target =
    toTimestamp === undefined ? { toVersion } : { toVersion: life.versionAt(toTimestamp), toTimestamp };
  return { pause, command: { type: 'RollbackOrder', ...target, reason } };
}
