import type { EventFilter, History, LoggedEvent, Operation, Place, Sight } from './history.js';
import { modelOrder, type OrderModel } from './order-model.js';
import { sightsIn } from './sights.js';

/** What the log says in the end, and what could be known of it when. */
export interface Truth {
  readonly log: readonly LoggedEvent[];
  readonly orders: ReadonlyMap<string, OrderModel>;
  /** By request id. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** What each operation wrote, by its id; none where it wrote nothing. */
  effectOf(operation: Operation): readonly LoggedEvent[];
  /** Of an event in the log; 0 of version 0; undefined where the log has none. */
  positionOf(place: Place): number | undefined;
  /** An order's last version at or before a position. */
  versionAt(orderId: string, position: number): number;
  /** The last position of which somebody had been told before this instant; all before it were committed, too. */
  knownAt(instant: number): number;
  /** The instant before which nobody had asked for this event, or for one before it that it had to wait for. */
  begunAt(position: number): number;
  /** Positions of all events that satisfy a filter. */
  matching(filter: EventFilter): readonly number[];
}

/** Positions are commit order and 1 to n, versions 1 to m: see `log-checks`, which come first. */
export function findTruth(history: History): Truth {
  const { log } = history;
  const events = new Map<string, LoggedEvent[]>();
  const effects = new Map<string, LoggedEvent[]>();
  for (const event of log) {
    append(events, event.orderId, event);
    if (event.requestId !== null) append(effects, event.requestId, event);
  }
  const orders = new Map([...events].map(([id, all]) => [id, modelOrder(all)]));
  const operations = new Map(history.operations.map((operation) => [operation.id, operation]));
  const positionOf = ([orderId, version]: Place) =>
    version === 0 ? 0 : events.get(orderId)?.[version - 1]?.position;
  const matches = new Map<string, readonly number[]>();
  const begun = beginnings(log, operations);
  return {
    ...{ log, orders, operations, positionOf },
    effectOf: ({ id }) => effects.get(id) ?? [],
    versionAt: (orderId, position) => countUpTo(events.get(orderId) ?? [], position),
    knownAt: knowledge(history, positionOf),
    begunAt: (position) => begun[position] as number,
    matching(filter) {
      const key = JSON.stringify(filter);
      const known = matches.get(key) ?? log.filter(matcher(filter, orders)).map(({ position }) => position);
      matches.set(key, known);
      return known;
    },
  };
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** How many of these events, which are by position, are at or before one. */
function countUpTo(events: readonly LoggedEvent[], position: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as LoggedEvent).position <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function beginnings(log: readonly LoggedEvent[], operations: ReadonlyMap<string, Operation>): Float64Array {
  const begun = new Float64Array(log.length + 1);
  for (const [i, { requestId }] of log.entries()) {
    const start = requestId === null ? undefined : operations.get(requestId)?.start;
    begun[i + 1] = Math.max(begun[i] as number, start ?? 0);
  }
  return begun;
}

function knowledge(
  { operations, followings }: History,
  positionOf: Truth['positionOf'],
): (instant: number) => number {
  const told: (readonly [instant: number, position: number])[] = [];
  const learn = (instant: number, { orderId, version }: Sight) => {
    const position = positionOf([orderId, version]);
    if (position) told.push([instant, position]);
  };
  for (const { end, outcome } of operations) for (const sight of sightsIn(outcome)) learn(end, sight);
  for (const { messages } of followings) for (const { at, order } of messages) learn(at, order);
  told.sort((a, b) => a[0] - b[0]);
  const instants = Float64Array.from(told, ([instant]) => instant);
  const positions = new Float64Array(told.length);
  for (const [i, [, position]] of told.entries()) positions[i] = Math.max(positions[i - 1] ?? 0, position);
  return (instant) => {
    let [low, high] = [0, instants.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((instants[middle] as number) < instant) low = middle + 1;
      else high = middle;
    }
    return positions[low - 1] ?? 0;
  };
}

const matcher =
  ({ types, customerId }: EventFilter, orders: ReadonlyMap<string, OrderModel>) =>
  ({ type, orderId }: LoggedEvent): boolean =>
    (types?.includes(type) ?? true) &&
    (customerId === undefined || orders.get(orderId)?.customerId === customerId);
