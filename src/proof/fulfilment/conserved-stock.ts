import type pg from 'pg';
import { expect } from 'vitest';
import { type Account, isAlive, isGone, isServed, wanted } from './account.js';

/** By product; none of 0. */
export type Quantities = Readonly<Record<string, number>>;

interface Line {
  readonly order_id: string;
  readonly product_id: string;
  readonly reserved: number;
  readonly shipped: number;
}

/**
 * Compares what orders say of their goods with the catalogue's books and with what they need, and the catalogue with
 * what it had before there was any order.
 */
export async function expectStockConserved(
  client: pg.Pool,
  before: Quantities,
  accounts: readonly Account[],
): Promise<void> {
  const { rows: lines } = await client.query<Line>('select * from master_data.reserved_items');
  for (const account of accounts)
    expectGoods(
      account,
      lines.filter((line) => line.order_id === account.order.id),
    );
  const { rows: products } = await client.query(`
    select p.id, stock_level + coalesce(sum(i.shipped), 0)::int as before,
      p.reserved - coalesce(sum(i.reserved), 0)::int as astray
    from master_data.products p left join master_data.reserved_items i on i.product_id = p.id group by p.id`);
  expect(products.filter(({ astray }) => astray !== 0)).toEqual([]);
  expect(Object.fromEntries(products.map((it) => [it.id, it.before]))).toEqual(before);
}

/** What is in stock of each product. */
export async function stockLevels(client: pg.Pool): Promise<Quantities> {
  const { rows } = await client.query('select id, stock_level from master_data.products');
  return Object.fromEntries(rows.map((product) => [product.id, product.stock_level]));
}

function expectGoods(account: Account, lines: readonly Line[]): void {
  const { items = [], shipped: gone = [] } = account.order.reservation ?? {};
  const [reserved, shipped] = [items, gone].map(quantitiesOf) as [Quantities, Quantities];
  expect({ reserved, shipped }).toEqual({
    reserved: some(lines.map((line) => [line.product_id, line.reserved])),
    shipped: some(lines.map((line) => [line.product_id, line.shipped])),
  });
  if (!isServed(account)) return;
  const needed = isAlive(account) ? [...wanted(account).lines] : [];
  const missing = some(needed.map(([id, { quantity }]) => [id, quantity - (shipped[id] ?? 0)]));
  expect(reserved).toEqual(missing);
  if (isGone(account)) expect(missing).toEqual({});
}

const some = (quantities: readonly (readonly [id: string, quantity: number])[]): Quantities =>
  Object.fromEntries(quantities.filter(([, quantity]) => quantity > 0));

const quantitiesOf = (items: readonly { readonly productId: string; readonly quantity: number }[]) =>
  some(items.map(({ productId, quantity }) => [productId, quantity]));
