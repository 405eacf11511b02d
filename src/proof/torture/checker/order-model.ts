import { type Content, contentText, minor } from './content.js';
import type { LoggedEvent } from './history.js';

interface Version {
  readonly event: LoggedEvent;
  readonly status: string;
  readonly lines: ReadonlyMap<string, readonly [quantity: number, price: number]>;
  /** All that rollbacks have undone up to it. */
  readonly skipped: readonly number[];
}

/** All versions of an order, replayed from its events as naively as can be: every version is a copy. */
export interface OrderModel {
  readonly customerId: string;
  /** Of versions 1, 2, 3 … at 0, 1, 2 … */
  readonly events: readonly LoggedEvent[];
  contentAt(version: number): string;
  statusAt(version: number): string;
  skippedAt(version: number): readonly number[];
  /** Of the rollback that undid a version first. */
  skippedBy(version: number): number | undefined;
}

/** Of events 1 to n. Throws where they cannot follow each other. */
export function modelOrder(events: readonly LoggedEvent[]): OrderModel {
  const versions: Version[] = [];
  const skippedBy = new Map<number, number>();
  const texts: string[] = [];
  for (const event of events) {
    const next = after(event, versions);
    if (next.skipped !== versions.at(-1)?.skipped)
      for (const version of next.skipped) if (!skippedBy.has(version)) skippedBy.set(version, event.version);
    versions.push(next);
  }
  const customerId = events[0]?.data.customerId ?? '';
  const at = (version: number) => versions[version - 1] as Version;
  return {
    customerId,
    events,
    contentAt(version) {
      texts[version] ??= contentText(contentOf(customerId, at(version)));
      return texts[version];
    },
    statusAt: (version) => at(version).status,
    skippedAt: (version) => at(version).skipped,
    skippedBy: (version) => skippedBy.get(version),
  };
}

function contentOf(customerId: string, { status, lines, skipped }: Version): Content {
  const flat = [...lines].map(([id, [quantity, price]]) => [id, quantity, price] as const);
  const total = flat.reduce((sum, [, quantity, price]) => sum + quantity * price, 0);
  return { customerId, status, lines: flat, total, skippedVersions: skipped };
}

function after(event: LoggedEvent, versions: readonly Version[]): Version {
  const { type, data } = event;
  const now = versions.at(-1);
  if (type === 'OrderCreated') {
    const lines = new Map<string, readonly [number, number]>();
    for (const { productId, quantity, unitPrice } of data.items)
      lines.set(productId, [quantity, minor(unitPrice.amount)]);
    return { event, status: 'PENDING', lines, skipped: [] };
  }
  if (!now) throw new Error(`${event.orderId} begins with ${type}`);
  if (type === 'OrderRolledBack') return rolledBack(event, now, versions[data.toVersion - 1]);
  return { ...now, event, status: statusAfter(event, now.status), lines: linesAfter(event, now) };
}

function rolledBack(event: LoggedEvent, now: Version, target: Version | undefined): Version {
  if (!target || target.event.version >= event.version - 1)
    throw new Error(`Version ${event.version} of ${event.orderId} rolls back to ${event.data.toVersion}`);
  const { version } = target.event;
  const undone = Array.from({ length: event.version - 1 - version }, (_, i) => version + 1 + i);
  const skipped = [...now.skipped.filter((it) => it <= version), ...undone];
  return { event, status: target.status, lines: target.lines, skipped };
}

function statusAfter({ type, data }: LoggedEvent, status: string): string {
  if (type === 'OrderCancelled') return 'CANCELLED';
  return type === 'OrderStatusUpdated' ? data.to : status;
}

function linesAfter({ type, data }: LoggedEvent, { lines }: Version): Version['lines'] {
  const line = lines.get(data.productId);
  switch (type) {
    case 'OrderItemAdded': {
      const [quantity, price] = line ?? [0, minor(data.unitPrice.amount)];
      return new Map(lines).set(data.productId, [quantity + data.quantity, price]);
    }
    case 'OrderItemQuantityChanged':
      return new Map(lines).set(data.productId, [data.to, line?.[1] ?? 0]);
    case 'OrderItemRemoved':
      return new Map([...lines].filter(([id]) => id !== data.productId));
    default:
      return lines;
  }
}
