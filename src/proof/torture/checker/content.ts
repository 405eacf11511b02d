/** What an order holds at a version, in minor units, whoever tells it. */
export interface Content {
  readonly customerId: string;
  readonly status: string;
  readonly lines: Iterable<readonly [productId: string, quantity: number, price: number]>;
  readonly total: number;
  /** All that rollbacks have undone up to this version. */
  readonly skippedVersions: readonly number[];
}

/** The same text for the same content. */
export function contentText({ customerId, status, lines, total, skippedVersions }: Content): string {
  const items = [...lines].map(([productId, quantity, price]) => `${quantity} ${productId} at ${price}`);
  const skipped = skippedVersions.length > 0 ? `, without ${ranges(skippedVersions)}` : '';
  return `${status} for ${customerId}: ${items.join(' + ')} = ${total}${skipped}`;
}

/** 5, 6, 7, 9 as `5-7 9`. */
function ranges(ascending: readonly number[]): string {
  const found: [from: number, to: number][] = [];
  for (const number of ascending) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

/** Of an amount with two digits after the point. */
export const minor = (amount: string): number => Number(amount.replace('.', ''));
