import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../../app.js';
import { openStorage, type Storage } from '../../storage.js';
import { connectAcknowledged } from '../../testing/graphql-client.js';
import { type Answer, item, type OrderApi, orderApi, watch } from '../../testing/order-api.js';
import { startTestApp, type TestApp, testConfig } from '../../testing/test-app.js';
import { createTestDatabase } from '../../testing/test-database.js';
import { jwtSecret, type Token, tokenOf } from '../../testing/tokens.js';

const settings = { AUTH_JWT_SECRET: jwtSecret };
const log = pino({ level: 'silent' });
let app: TestApp;
/** As a process beside the server has it. */
let storage: Storage;
let token: Token;
let ada: OrderApi;
let olga: OrderApi;
/** Of ada's, at each of her events. */
const cursors: string[] = [];

beforeAll(async () => {
  app = await startTestApp(settings);
  storage = await openStorage(testConfig(app.database), log);
  token = await tokenOf('ada', 'customer');
  ada = orderApi(app.url, token);
  olga = orderApi(app.url, await tokenOf('olga', 'operator'));
  const orderId = await ada.createOrder();
  for (const others of [0, 1, 5]) {
    for (let i = 0; i < others; i += 1) await olga.createOrder({ customerId: 'grace' });
    cursors.push((await ada.change('addOrderItem', { orderId, item: item('milk-jug') })).cursor);
  }
});
afterAll(async () => {
  await storage?.close();
  await app?.stop();
});

describe('the cursors of a customer', () => {
  it('tell nothing of how many events of others lie between them', () => {
    const bytes = cursors.map((cursor) => Buffer.from(cursor, 'base64url'));
    expect(bytes.map(({ length }) => length)).toEqual([24, 24, 24]);
    for (const [i, one] of bytes.entries())
      for (const other of bytes.slice(i + 1)) {
        const bits = [...one].map((byte, at) => (byte ^ (other[at] ?? 0)).toString(2).replaceAll('0', ''));
        // Of 192 bits half are others by chance: fewer than 50 or more than 142 once in 10^10 runs.
        expect(bits.join('').length).toBeGreaterThan(50);
        expect(bits.join('').length).toBeLessThan(142);
      }
  });

  it('are the same in the feed, in a subscription and in another process', async () => {
    const { items, endCursor } = (await olga.run('{ eventFeed { items { cursor } endCursor } }')).eventFeed;
    expect(items.map(({ cursor }: Answer) => cursor)).toEqual(expect.arrayContaining(cursors));
    expect(endCursor).toBe(cursors.at(-1));
    const other = await startApp(testConfig(app.database, settings), log);
    const watching = await watch(
      other.url,
      'subscription ($after: Cursor) { orderEvents(after: $after) { cursor } }',
      { after: cursors[0] },
      token,
    );
    const told = [await watching.next(), await watching.next()];
    watching.stop();
    await other.stop();
    expect(told.map(({ orderEvents }) => orderEvents.cursor)).toEqual(cursors.slice(1));
  });
});

describe('a cursor that this store did not give', () => {
  const queries = [
    'query ($cursor: Cursor) { orders(minCursor: $cursor) { totalCount } }',
    'query ($cursor: Cursor) { eventFeed(after: $cursor) { hasMore } }',
    'query ($cursor: Cursor) { feedRoot(at: $cursor) { root } }',
  ];
  const refusal = {
    message:
      'The cursor is not a place in this feed. Send one back as an answer gave it, or none to begin at the start',
    extensions: { code: 'VALIDATION_ERROR', statusCode: 400, retryable: false },
  };

  async function otherStore(): Promise<string> {
    const database = await createTestDatabase();
    const other = await openStorage(testConfig(database), log);
    await other.archive.takeCursorKey(Buffer.alloc(32, 1).toString('base64url'));
    const again = await openStorage(testConfig(database), log);
    const cursor = again.store.sealCursor([1]);
    await Promise.all([other.close(), again.close()]);
    await database.drop();
    return cursor;
  }

  it('is refused in the same words everywhere, whatever it says', async () => {
    const [own = ''] = cursors;
    const invented = [
      Buffer.from('["feed",1]').toString('base64url'),
      Buffer.from('["feed",1000000]').toString('base64url'),
      `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`,
      `${own.startsWith('A') ? 'B' : 'A'}${own.slice(1)}`,
      own.slice(0, -4),
      own + own,
      await otherStore(),
      storage.store.sealCursor([1_000]),
      storage.store.sealCursor([1, 0]),
    ];
    for (const cursor of invented) {
      for (const query of queries) expect(await olga.refusal(query, { cursor })).toMatchObject(refusal);
      const socket = await connectAcknowledged(app.url, token);
      const query = 'subscription ($cursor: Cursor) { orderEvents(after: $cursor) { cursor } }';
      socket.send({ id: '1', type: 'subscribe', payload: { query, variables: { cursor } } });
      const [answer] = await socket.untilEnd();
      socket.socket.close();
      expect(answer?.payload.errors).toMatchObject([refusal]);
    }
    for (const query of queries) await olga.run(query, { cursor: own });
  });
});
