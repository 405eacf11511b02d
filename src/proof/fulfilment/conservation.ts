import type pg from 'pg';
import { expect } from 'vitest';
import { orderApi } from '../../testing/order-api.js';
import type { TestGateway } from '../../testing/test-gateway.js';
import { type Account, accountFields } from './account.js';
import { expectMoneyConserved } from './conserved-money.js';
import { expectStockConserved, type Quantities } from './conserved-stock.js';
import { storedOrders } from './stored-orders.js';

/** What is to add up, and where it is to be seen. */
export interface Books {
  readonly url: string;
  readonly client: pg.Pool;
  readonly gateway: Pick<TestGateway, 'ledger'>;
  /** The stock before there was any order. */
  readonly stock: Quantities;
}

/** At rest, money and stock of all orders add up, and nothing was done twice. Answers the orders. */
export async function expectConserved({ url, client, gateway, stock }: Books): Promise<readonly Account[]> {
  const orders = await storedOrders(client);
  const ledger = await gateway.ledger();
  const operations = ledger.map(({ operation }) => operation);
  expect(operations).toEqual([...new Set(operations)]);
  expect(ledger.filter(({ orderId }) => !orders.has(orderId))).toEqual([]);
  const accounts: Account[] = [];
  for (const [id, events] of orders) {
    const order = await orderApi(url).order(id, accountFields);
    expect(order.version).toBe(events.length);
    accounts.push({ order, events, ledger: ledger.filter(({ orderId }) => orderId === id) });
  }
  accounts.forEach(expectMoneyConserved);
  await expectStockConserved(client, stock, accounts);
  return accounts;
}
