import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, startApp } from '../app.js';
import { connectAcknowledged, type SocketMessage, type TestSocket } from '../testing/graphql-client.js';
import { type Answer, type OrderApi, orderApi } from '../testing/order-api.js';
import { databaseUrl, testConfig } from '../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { runCommandLine } from '../testing/test-imports.js';

// Processes start slowly where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const northwind = fileURLToPath(new URL('../../../shared/data/northwind.jsonl', import.meta.url));
const present = existsSync(northwind);
if (!present) console.warn(`Northwind is not tried: there is no ${northwind}`);

describe.runIf(present)('Northwind, imported while a server runs', () => {
  let database: TestDatabase;
  let app: App;
  let api: OrderApi;
  let socket: TestSocket;
  let imported: Awaited<ReturnType<typeof runCommandLine>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await startApp(testConfig(database), pino({ level: 'silent' }));
    api = orderApi(app.url);
    socket = await connectAcknowledged(app.url);
    const { projections } = await api.run('{ projections { cursor } }');
    const query = `subscription ($after: Cursor) {
      orderEvents(after: $after) { event { type version timestamp actor } order { reference } }
    }`;
    const variables = { after: projections[0].cursor };
    socket.send({ id: '1', type: 'subscribe', payload: { query, variables } });
    imported = await runCommandLine('import', databaseUrl(database.connection), northwind);
  });
  afterAll(async () => {
    socket?.socket.close();
    await app?.stop();
    await database?.drop();
  });

  const orders = async (fields: string, filter = ''): Promise<Answer> =>
    (await api.run(`{ orders(filter: { ${filter} }, first: 1, consistency: STRONG) { ${fields} } }`)).orders;

  /** Every order of the list, page by page. */
  async function allOrders(): Promise<Answer[]> {
    const nodes: Answer[] = [];
    const query = `query ($after: String) {
      orders(first: 100, after: $after, consistency: STRONG) {
        nodes { itemCount totalAmount { amount currency } } pageInfo { hasNextPage endCursor }
      }
    }`;
    for (let after: string | null = null, more = true; more; ) {
      const { orders: page } = await api.run(query, { after });
      nodes.push(...page.nodes);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    return nodes;
  }

  it('ends with exit code 0 and a summary', () => {
    expect(imported).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/^line/m) });
    const [, ...rows] = imported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows).toEqual([
      ['customers', '91', '0', '0'],
      ['products', '77', '0', '0'],
      ['orders', '830', '0', '0'],
      ['events', '3,278', '0'],
    ]);
  });

  it('is in the lists whole, as the source has it', async () => {
    const { customers, products } = await api.run(
      '{ customers(first: 1) { totalCount } products(first: 1) { totalCount } }',
    );
    expect([customers.totalCount, products.totalCount]).toEqual([91, 77]);
    expect(await orders('totalCount', 'status: [SHIPPED]')).toEqual({ totalCount: 809 });
    expect(await orders('totalCount', 'status: [CONFIRMED]')).toEqual({ totalCount: 21 });

    const all = await allOrders();
    const cents = all.map(({ totalAmount }) => BigInt(totalAmount.amount.replace('.', '')));
    expect(all).toHaveLength(830);
    expect(new Set(all.map(({ totalAmount }) => totalAmount.currency))).toEqual(new Set(['USD']));
    expect(cents.reduce((sum, amount) => sum + amount, 0n)).toBe(126_580_458n);
    expect(all.reduce((sum, { itemCount }) => sum + itemCount, 0)).toBe(2_155);
  });

  it('can be read as it was at an instant of its own history', async () => {
    const { nodes } = await orders('nodes { id status version createdAt }', 'reference: "10248"');
    expect(nodes).toEqual([
      { id: expect.any(String), status: 'SHIPPED', version: 4, createdAt: '1996-07-04T08:00:00.000Z' },
    ]);
    const then = await api.orderAt(nodes[0].id, { timestamp: '1996-07-10T00:00:00Z' });
    expect(then).toMatchObject({
      status: 'CONFIRMED',
      version: 2,
      totalAmount: { amount: '440.00', currency: 'USD' },
      updatedAt: '1996-07-04T09:00:00.000Z',
    });
  });

  it('came to a subscriber event by event, in the order of time', async () => {
    const messages: SocketMessage[] = [];
    while (messages.length < 3_278) messages.push(await socket.next());
    const seen = messages.map(({ payload }) => payload.data.orderEvents);
    const instants = seen.map(({ event }) => event.timestamp);
    expect(instants).toEqual(instants.toSorted());
    expect(seen[0]).toEqual({
      event: { type: 'OrderCreated', version: 1, timestamp: '1996-07-04T08:00:00.000Z', actor: 'employee-5' },
      order: { reference: '10248' },
    });
  });

  it('is not written a second time, even after orders were changed', async () => {
    const { nodes } = await orders('nodes { id }', 'reference: "10248"');
    await api.change('updateOrderStatus', { orderId: nodes[0].id, status: 'DELIVERED' });
    const again = await runCommandLine('import', databaseUrl(database.connection), northwind);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was written') });
    const rows = again.stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['events', '0', '3,278']);
  });
});
