import { type Content, contentText } from '../checker/content.js';
import type { History, LoggedEvent, Message, Operation, Outcome, Sight } from '../checker/history.js';
import { type Random, seeded } from '../random.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A history whose parts can be changed. */
export interface SimulatedHistory extends History {
  readonly log: Mutable<LoggedEvent>[];
  readonly operations: Mutable<Operation>[];
  readonly followings: (Mutable<History['followings'][number]> & { messages: Mutable<Message>[] })[];
}

/** Milliseconds of an operation: it takes effect at one instant between its start and its end. */
interface Slot {
  readonly session: number;
  readonly start: number;
  readonly effect: number;
  readonly end: number;
}

/** What clients of a store without a fault would have seen: so many operations, some at once. */
export function simulate(count: number, seed: number, orders = 8): SimulatedHistory {
  const random = seeded(seed);
  const log: Mutable<LoggedEvent>[] = [];
  const byOrder = Array.from({ length: orders }, () => [] as LoggedEvent[]);
  const operations = slots(count, random).map((slot, i): Operation => {
    const events = byOrder[i < orders ? i : random.below(orders)] as LoggedEvent[];
    const { start, end, session, effect } = slot;
    const common = { id: `op${i}`, session: `s${session}`, server: i % 2, start, end };
    if (i < orders || random.chance(0.4)) return { ...common, ...write(`op${i}`, events, effect) };
    if (random.chance(0.1)) return { ...common, ...page(log, random) };
    return { ...common, ...read(events, random) };
  });

  function write(id: string, events: LoggedEvent[], recordedAt: number): Pick<Operation, WhatWasDone> {
    const version = events.length + 1;
    const orderId = events[0]?.orderId ?? `order${log.length}`;
    const { name, input, type, data } = deed(orderId, events, random);
    const event = { ...{ position: log.length + 1, id: `e${log.length}`, orderId, version, type, data } };
    const logged = { ...event, requestId: id, recordedAt };
    log.push(logged);
    events.push(logged);
    const order = sightOf(events, version);
    return { name, input, outcome: { is: 'written', order, events: [[event.id, version]] } };
  }

  const byId = new Map(byOrder.map((events) => [events[0]?.orderId, events]));
  const messages = log.slice(1).map((event): Message => {
    const { orderId, version, recordedAt } = event;
    const events = byId.get(orderId) as LoggedEvent[];
    return { at: recordedAt + 1, event: [orderId, version], order: sightOf(events, version) };
  });
  const after = [log[0]?.orderId as string, 1] as const;
  return { log, operations, followings: [{ id: 'f', filter: {}, after, messages }] };
}

type WhatWasDone = 'name' | 'input' | 'outcome';

/** By their effects; sessions do one thing after the other. */
function slots(count: number, random: Random): Slot[] {
  const free = Array.from({ length: 12 }, () => 0);
  const all = Array.from({ length: count }, (): Slot => {
    const session = random.below(free.length);
    const start = (free[session] as number) + 1 + random.next() * 8;
    const effect = start + random.next() * 8;
    const end = effect + random.next() * 8;
    free[session] = end;
    return { session, start, effect, end };
  });
  return all.sort((a, b) => a.effect - b.effect);
}

function deed(orderId: string, events: readonly LoggedEvent[], random: Random) {
  const item = { productId: 'amber', quantity: 1, unitPrice: { amount: '1.25' } };
  if (events.length === 0) {
    const input = { customerId: 'ada', items: [{ productId: 'amber', quantity: 1 }] };
    return { name: 'createOrder', input, type: 'OrderCreated', data: { ...input, items: [item] } };
  }
  const skipped = events.length > 2 && random.chance(0.3) ? skippedNow(events) : undefined;
  const toVersion = skipped && 1 + random.below(events.length - 1);
  if (toVersion && !skipped.includes(toVersion)) {
    const input = { orderId, toVersion };
    return { name: 'rollbackOrder', input, type: 'OrderRolledBack', data: { toVersion } };
  }
  const keyed = random.chance(0.3) && { idempotencyKey: `key of version ${events.length} of ${orderId}` };
  const expected = random.chance(0.3) && { expectedVersion: events.length };
  const added = { productId: 'amber', quantity: 1 };
  return {
    ...{ name: 'addOrderItem', type: 'OrderItemAdded', data: item },
    input: { orderId, item: added, ...keyed, ...expected },
  };
}

const skippedNow = (events: readonly LoggedEvent[]): readonly number[] =>
  contents.get(events.at(-1) as LoggedEvent)?.skippedVersions ?? [];

function read(events: readonly LoggedEvent[], random: Random): Pick<Operation, WhatWasDone> {
  const order = sightOf(events, events.length);
  if (random.chance(0.1)) {
    const input = { filter: { customerId: 'nobody' }, consistency: 'STRONG' };
    return { name: 'orders', input, outcome: { is: 'listed', orders: [order] } };
  }
  return { name: 'order', input: { id: order.orderId }, outcome: { is: 'seen', order } };
}

function page(log: readonly LoggedEvent[], random: Random): Pick<Operation, WhatWasDone> {
  const from = random.below(log.length);
  const { orderId, version } = log[from] as LoggedEvent;
  const events = log.slice(from + 1, from + 11);
  const outcome: Outcome = {
    is: 'read',
    events: events.map((event) => [event.orderId, event.version]),
    hasMore: log.length > from + 11,
  };
  return { name: 'eventFeed', input: { after: [orderId, version], first: 10, filter: {} }, outcome };
}

/** Worked out anew, from the one before: only amber, and rollbacks. */
const contents = new WeakMap<LoggedEvent, Content>();

function sightOf(events: readonly LoggedEvent[], version: number): Sight {
  const event = events[version - 1] as LoggedEvent;
  const content = contents.get(event) ?? contentOf(events, event);
  contents.set(event, content);
  return { orderId: event.orderId, version, content: contentText(content), skippedBy: null };
}

function contentOf(events: readonly LoggedEvent[], { version, type, data }: LoggedEvent): Content {
  const at = (earlier: number) => contents.get(events[earlier - 1] as LoggedEvent) as Content;
  const before = version > 1 ? at(version - 1) : undefined;
  const quantity =
    type === 'OrderRolledBack' ? at(data.toVersion).total / 125 : (before?.total ?? 0) / 125 + 1;
  const undone =
    type === 'OrderRolledBack'
      ? Array.from({ length: version - 1 - data.toVersion }, (_, i) => data.toVersion + 1 + i)
      : [];
  const kept = (before?.skippedVersions ?? []).filter((it) => undone.length === 0 || it <= data.toVersion);
  return {
    ...{ customerId: 'ada', status: 'PENDING', total: 125 * quantity },
    lines: [['amber', quantity, 125]],
    skippedVersions: [...kept, ...undone],
  };
}
