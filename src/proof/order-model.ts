// What an order is, as naively as can be: every version keeps a copy of the whole order, so the past is
// looked up and never computed. It shares no line with the code that it judges.

export interface Line {
  readonly productId: string;
  quantity: number;
  /** In the currency's minor unit. */
  readonly price: number;
}

export interface Version {
  readonly event: string;
  readonly status: string;
  readonly lines: Line[];
  readonly rollbacks: { readonly version: number; readonly toVersion: number }[];
  readonly skipped: number[];
  skippedBy: number | null;
  /** When it was recorded, which the store says. */
  at: number;
}

export interface Order {
  /** The store says it. */
  id: string;
  readonly customerId: string;
  readonly reference: string | null;
  readonly currency: string;
  /** Versions 1, 2, 3 … at 0, 1, 2 … */
  versions: Version[];
}

/** So many of a product, as it is offered. */
export interface Offer {
  readonly productId: string;
  readonly quantity: number;
  readonly price: number;
  readonly currency: string;
  readonly stock: number;
  readonly available: boolean;
}

/** Thrown: the code of a refusal, and words that its message contains. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly words: string,
  ) {
    super(`${code}: ${words}`);
  }
}

/** One more version, out of a copy of the newest that it may change; undefined where nothing changes. */
export type Change = (now: Version, order: Order) => Partial<Version> | undefined;

const followers: Readonly<Record<string, readonly string[]>> = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['PROCESSING', 'CANCELLED'],
  PROCESSING: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
};

export function create(customerId: string, reference: string | null, items: readonly Offer[]): Order {
  for (const item of items) if (!item.available) broken(`Product ${item.productId} is not available`);
  for (const item of items) inStock(item);
  const currency = items[0]?.currency ?? '';
  if (items.some((item) => item.currency !== currency)) broken('An order has one currency');
  const lines = items.map(({ productId, quantity, price }) => ({ productId, quantity, price }));
  const first = { event: 'OrderCreated', status: 'PENDING', lines, rollbacks: [], skipped: [] };
  return { id: '', customerId, reference, currency, versions: [{ ...first, skippedBy: null, at: 0 }] };
}

/** All of the changes; or none, where one of them throws a Refusal. */
export function change(order: Order, changes: readonly Change[]): void {
  const versions = [...order.versions];
  for (const make of changes) {
    const now = structuredClone(versions.at(-1) as Version);
    const next = make(now, order);
    if (next) versions.push({ ...now, skippedBy: null, ...next });
  }
  order.versions = versions;
}

export const add =
  (item: Offer): Change =>
  ({ status, lines }, { currency }) => {
    const { productId, quantity, price } = item;
    itemsMayChange(status);
    if (!item.available) broken(`Product ${productId} is not available`);
    inStock(item);
    const line = lines.find((it) => it.productId === productId);
    if (line && line.quantity + quantity > 1_000_000) broken('the most is 1,000,000');
    if (!line && item.currency !== currency) broken(`An order has one currency: ${currency}`);
    if (line) line.quantity += quantity;
    else lines.push({ productId, quantity, price });
    return { event: 'OrderItemAdded' };
  };

export const remove =
  (productId: string): Change =>
  ({ status, lines }) => {
    itemsMayChange(status);
    if (!lines.some((it) => it.productId === productId)) broken(`Product ${productId} is not on the order`);
    if (lines.length === 1) broken('The last item cannot be removed');
    return { event: 'OrderItemRemoved', lines: lines.filter((it) => it.productId !== productId) };
  };

export const changeQuantity =
  (productId: string, quantity: number): Change =>
  ({ status, lines }) => {
    const line = lines.find((it) => it.productId === productId);
    if (line?.quantity === quantity) return undefined;
    itemsMayChange(status);
    if (!line) return broken(`Product ${productId} is not on the order`);
    line.quantity = quantity;
    return { event: 'OrderItemQuantityChanged' };
  };

export const moveTo =
  (status: string): Change =>
  (now) => {
    if (status === now.status) return undefined;
    const allowed = followers[now.status] ?? [];
    if (!allowed.includes(status)) {
      broken(`from ${now.status} to ${status}. Allowed: ${allowed.join(', ') || 'none'}`);
    }
    return { event: status === 'CANCELLED' ? 'OrderCancelled' : 'OrderStatusUpdated', status };
  };

export const rollBackTo =
  (target: number): Change =>
  ({ skipped, rollbacks }, { versions }) => {
    const then = versions[target - 1];
    if (!then) return invalid('No events found for the specified rollback point');
    if (target === versions.length)
      invalid(`Version ${target} is the current version, there is nothing to undo`);
    if (skipped.includes(target)) {
      invalid(
        `Cannot rollback to version ${target} because it was skipped by a previous rollback. ` +
          `Skipped versions: ${skipped.join(', ')}`,
      );
    }
    const version = versions.length + 1;
    for (const [i, undone] of versions.entries()) if (i >= target) undone.skippedBy ??= version;
    const kept = skipped.filter((it) => it <= target);
    const { status, lines } = structuredClone(then);
    return {
      event: 'OrderRolledBack',
      status,
      lines,
      rollbacks: [...rollbacks, { version, toVersion: target }],
      skipped: [...kept, ...versions.map((_, i) => i + 1).slice(target)],
    };
  };

/** The last version recorded at or before an instant; 0 where there was none. */
export const versionAt = ({ versions }: Order, instant: number): number =>
  versions.findLastIndex(({ at }) => at <= instant) + 1;

function inStock({ productId, quantity, stock }: Offer): void {
  if (quantity <= stock) return;
  broken(`Insufficient stock for ${productId}. Requested: ${quantity}, Available: ${stock}`);
}

function itemsMayChange(status: string): void {
  if (status !== 'PENDING' && status !== 'CONFIRMED') broken('only while the order is PENDING or CONFIRMED');
}

function broken(words: string): never {
  throw new Refusal('BUSINESS_RULE_ERROR', words);
}

function invalid(words: string): never {
  throw new Refusal('VALIDATION_ERROR', words);
}
