import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRecords } from '../../cli/export/export-records.js';
import { openStorage } from '../../storage.js';
import { type AuditedEvent, auditLane } from '../../testing/history-auditor.js';
import { type Answer, item, type OrderApi, orderApi } from '../../testing/order-api.js';
import { startTestApp, type TestApp, testConfig } from '../../testing/test-app.js';
import { jwtSecret, tokenOf } from '../../testing/tokens.js';

let app: TestApp;
let api: OrderApi;

beforeAll(async () => {
  app = await startTestApp({ AUTH_JWT_SECRET: jwtSecret });
  api = orderApi(app.url, await tokenOf('olga', 'operator'));
});
afterAll(() => app?.stop());

const rootAt = async (at?: string): Promise<Answer> =>
  (await api.run('query ($at: Cursor) { feedRoot(at: $at) { cursor root events timestamp } }', { at }))
    .feedRoot;

async function exportedEvents(): Promise<AuditedEvent[]> {
  const storage = await openStorage(testConfig(app.database), pino({ level: 'silent' }));
  try {
    return await storage.snapshot(async (snapshot) => {
      const events: AuditedEvent[] = [];
      for await (const record of exportRecords(snapshot)) {
        if (record.kind === 'event') events.push(record as unknown as AuditedEvent);
      }
      return events;
    });
  } finally {
    await storage.close();
  }
}

describe('the root of the feed', () => {
  it('is zero and of no instant where there is no event', async () => {
    expect(await rootAt()).toMatchObject({ root: '0'.repeat(64), events: 0, timestamp: null });
  });

  it('and each event’s hash are what an auditor works out from an export', async () => {
    const orderId = await api.createOrder({ reference: 'naïve ☕' });
    await api.change('updateOrder', { orderId, addItems: [item('milk-jug')], newStatus: 'CONFIRMED' });
    await api.createOrder({ customerId: 'alan' });
    await api.change('rollbackOrder', { orderId, toVersion: 1, reason: 'a "reason"' });
    const expected = auditLane(await exportedEvents());

    const feed = '{ eventFeed { items { cursor event { hash timestamp } } } }';
    const { items } = (await api.run(feed)).eventFeed;
    expect(items.map(({ event }: Answer) => event.hash)).toEqual(expected.map(({ hash }) => hash));
    const roots = await Promise.all(items.map(({ cursor }: Answer) => rootAt(cursor)));
    expect(roots).toEqual(
      items.map(({ cursor, event }: Answer, i: number) => {
        return { cursor, root: expected[i]?.root, events: i + 1, timestamp: event.timestamp };
      }),
    );
    expect(await rootAt()).toEqual(roots.at(-1));
  });

  it('is refused at places that the feed does not have', async () => {
    const { cursor } = await rootAt();
    for (const at of ['nowhere', `${cursor}x`, cursor.slice(0, -1)]) {
      expect(await api.refusal('query ($at: Cursor) { feedRoot(at: $at) { root } }', { at })).toMatchObject({
        extensions: { code: 'VALIDATION_ERROR' },
      });
    }
  });
});

describe('an event’s hash', () => {
  it('is null where the event is only planned', async () => {
    const orderId = await api.createOrder();
    await api.change('addOrderItem', { orderId, item: item('milk-jug') });
    const preview = await api.run(
      'query ($id: ID!) { rollbackPreview(id: $id, toVersion: 1) { after { events { nodes { version hash } } } } }',
      { id: orderId },
    );
    const isHash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(preview.rollbackPreview.after.events.nodes.map(({ hash }: Answer) => hash)).toEqual([
      isHash,
      isHash,
      null,
    ]);
  });

  it('is not for customers, who could guess from it what they may not see', async () => {
    const orderId = await api.createOrder();
    const ada = orderApi(app.url, await tokenOf('ada', 'customer'));
    const { events } = await ada.order(orderId, 'events { nodes { version hash } }');
    expect(events.nodes).toEqual([{ version: 1, hash: null }]);
  });
});
