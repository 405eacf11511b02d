import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Answer,
  item,
  type OrderApi,
  orderApi,
  orderFields,
  rollbackFields,
} from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
beforeAll(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
});
afterAll(() => app?.stop());

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const events = 'version type skippedBy data';
const rolledBack = `before { ${orderFields} } after { ${orderFields} } order { ${orderFields} }
  rollback { ${rollbackFields} } undoneEvents { ${events} } events { ${events} } cursor`;
const previewFields = `allowed reason toVersion skippedVersions consequences
  before { ${orderFields} } after { ${orderFields} } undoneEvents { ${events} }`;

type Point = { toVersion?: number | null; toTimestamp?: string | null };

const preview = async (id: string, point: Point): Promise<Answer> =>
  (
    await api.run(
      `query ($id: ID!, $toVersion: Int, $toTimestamp: DateTime) {
        rollbackPreview(id: $id, toVersion: $toVersion, toTimestamp: $toTimestamp) { ${previewFields} }
      }`,
      { id, ...point },
    )
  ).rollbackPreview;

/** Rolls back, and checks that the preview had said so. */
async function rollBack(orderId: string, point: Point): Promise<Answer> {
  const { after: _, ...said } = await preview(orderId, point);
  const done = await api.change('rollbackOrder', { orderId, ...point, reason: 'a mistake' }, rolledBack);
  expect(said).toEqual({
    allowed: true,
    reason: null,
    toVersion: done.rollback.toVersion,
    skippedVersions: done.rollback.skippedVersions,
    consequences: [],
    before: done.before,
    undoneEvents: done.undoneEvents,
  });
  const { updatedAt, rollbacks } = done.after;
  const times = { updatedAt, rollbacks };
  expect({ ..._, ...times }).toEqual(done.after);
  expect(_.rollbacks).toMatchObject(
    rollbacks.map(({ timestamp: _timestamp, reason: _reason, ...mark }: Answer) => mark),
  );
  return done;
}

/** Tries to roll back, and checks that nothing came of it, and that the preview had said so. */
async function refusal(orderId: string, point: Point): Promise<string> {
  const before = await api.order(orderId);
  const said = await preview(orderId, point);
  const error = await api.refused('rollbackOrder', { orderId, ...point });
  expect(error.extensions).toMatchObject({ code: 'VALIDATION_ERROR', statusCode: 400, retryable: false });
  expect(said).toEqual({
    allowed: false,
    reason: error.message,
    toVersion: null,
    skippedVersions: [],
    consequences: [],
    before,
    after: null,
    undoneEvents: [],
  });
  expect(await api.order(orderId)).toEqual(before);
  return error.message;
}

/** An order with versions 1 to 7, and the order as it was at each of them. */
async function sevenVersions(): Promise<{ id: string; at: Answer[] }> {
  const id = await api.createOrder({ items: [item('moka-pot', 2)] });
  const at: Answer[] = [undefined, await api.order(id)];
  for (const [mutation, input] of [
    ['addOrderItem', { item: item('house-beans', 4) }],
    ['changeOrderItemQuantity', { productId: 'moka-pot', quantity: 3 }],
    ['updateOrderStatus', { status: 'CONFIRMED' }],
    ['addOrderItem', { item: item('milk-jug') }],
    ['removeOrderItem', { productId: 'moka-pot' }],
    ['cancelOrder', { reason: 'too late' }],
  ] as const) {
    await anotherMillisecond(at.at(-1));
    at.push((await api.change(mutation, { orderId: id, ...input })).order);
  }
  return { id, at };
}

const anotherMillisecond = ({ updatedAt }: Answer) =>
  vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(updatedAt)), { interval: 1 });

const content = ({ customerId, status, items, totalAmount, createdAt }: Answer) => ({
  customerId,
  status,
  items,
  totalAmount,
  createdAt,
});

describe('the example of DESIGN §2', () => {
  it('goes step by step as it says', async () => {
    const { id, at } = await sevenVersions();
    const addItem = () => api.change('addOrderItem', { orderId: id, item: item('filter-papers') });

    const first = await rollBack(id, { toVersion: 4 });
    expect(first.before).toEqual(at[7]);
    expect(first.after).toEqual({
      ...at[4],
      version: 8,
      updatedAt: first.rollback.timestamp,
      skippedVersions: [5, 6, 7],
      rollbacks: [first.rollback],
    });
    expect(first.order).toEqual(first.after);
    expect(first.rollback).toEqual({
      version: 8,
      fromVersion: 7,
      toVersion: 4,
      skippedVersions: [5, 6, 7],
      reason: 'a mistake',
      actor: 'admin',
      timestamp: instant,
    });
    expect(first.undoneEvents).toMatchObject([
      { version: 5, type: 'OrderItemAdded', skippedBy: 8 },
      { version: 6, type: 'OrderItemRemoved', skippedBy: 8 },
      { version: 7, type: 'OrderCancelled', skippedBy: 8 },
    ]);
    const data = {
      fromVersion: 7,
      toVersion: 4,
      reason: 'a mistake',
      toTimestamp: null,
      skippedVersions: [5, 6, 7],
    };
    expect(first.events).toEqual([{ version: 8, type: 'OrderRolledBack', skippedBy: null, data }]);

    expect(await refusal(id, { toVersion: 6 })).toBe(
      'Cannot rollback to version 6 because it was skipped by a previous rollback. Skipped versions: 5, 6, 7',
    );
    expect(await api.orderAt(id, { version: 6 })).toEqual({ ...at[6], skippedBy: 8 });
    expect(await refusal(id, { toVersion: 8 })).toBe(
      'Version 8 is the current version, there is nothing to undo',
    );

    await addItem();
    const second = await rollBack(id, { toVersion: 8 });
    expect(second.order).toMatchObject({ version: 10, skippedVersions: [5, 6, 7, 9] });
    expect(second.rollback).toMatchObject({ version: 10, toVersion: 8, skippedVersions: [9] });
    expect(second.undoneEvents).toMatchObject([{ version: 9 }]);
    expect(content(second.order)).toEqual(content(at[4]));

    const third = await rollBack(id, { toVersion: 3 });
    expect(third.rollback).toMatchObject({ version: 11, fromVersion: 10, toVersion: 3 });
    expect(third.rollback.skippedVersions).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(third.order.skippedVersions).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(third.undoneEvents.map(({ version }: Answer) => version)).toEqual([4, 8, 10]);
    expect(content(third.order)).toEqual(content(at[3]));

    expect(await refusal(id, { toVersion: 8 })).toBe(
      'Cannot rollback to version 8 because it was skipped by a previous rollback. Skipped versions: 4, 5, 6, 7, 8, 9, 10',
    );
    for (const toVersion of [0, 99, -1, 2 ** 31 - 1]) {
      expect(await refusal(id, { toVersion })).toBe('No events found for the specified rollback point');
    }
  });

  it('holds for instants too', async () => {
    const { id, at } = await sevenVersions();
    const between = (version: number) =>
      new Date((Date.parse(at[version].updatedAt) + Date.parse(at[version + 1].updatedAt)) / 2).toISOString();

    const first = await rollBack(id, { toTimestamp: between(4) });
    expect(first.rollback).toMatchObject({ version: 8, toVersion: 4, skippedVersions: [5, 6, 7] });
    expect(first.events[0].data).toMatchObject({ toVersion: 4, toTimestamp: between(4) });
    expect(content(first.order)).toEqual(content(at[4]));

    expect(await refusal(id, { toTimestamp: at[6].updatedAt })).toBe(
      'Cannot rollback to version 6 because it was skipped by a previous rollback. Skipped versions: 5, 6, 7',
    );
    const nothing = 'Version 8 is the current version, there is nothing to undo';
    expect(await refusal(id, { toTimestamp: first.order.updatedAt })).toBe(nothing);
    expect(await refusal(id, { toTimestamp: '9999-12-31T23:59:59Z' })).toBe(nothing);
    const beforeOrder = new Date(Date.parse(at[1].createdAt) - 1).toISOString();
    for (const toTimestamp of [beforeOrder, '0001-01-01T00:00:00Z']) {
      expect(await refusal(id, { toTimestamp })).toBe('No events found for the specified rollback point');
    }
    expect((await rollBack(id, { toTimestamp: at[3].updatedAt })).rollback).toMatchObject({ toVersion: 3 });
  });

  it('takes neither both of version and instant nor none', async () => {
    const { id, at } = await sevenVersions();
    for (const point of [
      {},
      { toVersion: null, toTimestamp: null },
      { toVersion: 3, toTimestamp: at[3].updatedAt },
    ]) {
      expect(await refusal(id, point)).toBe('Either toVersion or toTimestamp must be provided');
    }
  });
});

describe('after rollbacks', () => {
  it('every version is still there as it was, and says what undid it', async () => {
    const { id, at } = await sevenVersions();
    await rollBack(id, { toVersion: 4 });
    at.push(await api.order(id));
    at.push((await api.change('addOrderItem', { orderId: id, item: item('filter-papers') })).order);
    await rollBack(id, { toVersion: 3 });
    const undoneBy = [null, null, null, null, 10, 8, 8, 8, 10, 10];
    for (let version = 1; version <= 9; version += 1) {
      const then = await api.orderAt(id, { version });
      expect(then).toEqual({ ...at[version], skippedBy: undoneBy[version] });
      const byInstant = await api.orderAt(id, { timestamp: then.updatedAt }, 'version');
      expect(byInstant.version).toBeGreaterThanOrEqual(version);
    }
    const { nodes } = (await api.order(id, 'events { nodes { version skippedBy } }')).events;
    expect(nodes.map((node: Answer) => node.skippedBy)).toEqual([...undoneBy.slice(1), null]);
  });

  it('a cancelled order goes on from where it is again', async () => {
    const { id } = await sevenVersions();
    await rollBack(id, { toVersion: 4 });
    const { order } = await api.change('updateOrderStatus', { orderId: id, status: 'PROCESSING' });
    expect(order).toMatchObject({ status: 'PROCESSING', version: 9 });
  });

  it('an instant may be given in any zone', async () => {
    const { id, at } = await sevenVersions();
    const utc = Date.parse(at[5].updatedAt);
    const inTokyo = new Date(utc + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
    expect((await api.orderAt(id, { timestamp: inTokyo })).version).toBe(5);
    expect((await rollBack(id, { toTimestamp: inTokyo })).rollback.toVersion).toBe(5);
  });
});

describe('a rollback', () => {
  it('honours expectedVersion and idempotencyKey', async () => {
    const { id } = await sevenVersions();
    const input = { orderId: id, toVersion: 4, expectedVersion: 7, idempotencyKey: `back ${id}` };
    expect((await api.refused('rollbackOrder', { ...input, expectedVersion: 6 })).extensions).toMatchObject({
      code: 'CONCURRENCY_ERROR',
      details: { currentVersion: 7, events: [{ version: 7 }] },
    });
    const done = await api.change('rollbackOrder', input, rolledBack);
    await api.change('updateOrderStatus', { orderId: id, status: 'PROCESSING' });
    expect(await api.change('rollbackOrder', input, rolledBack)).toEqual(done);
    expect((await api.order(id)).version).toBe(9);
  });

  it('needs no reason, and keeps one of several lines', async () => {
    const { id } = await sevenVersions();
    const withoutReason = await api.change('rollbackOrder', { orderId: id, toVersion: 6 }, rolledBack);
    expect(withoutReason.rollback.reason).toBeNull();
    const reason = 'Wrong line.\nSee ticket 7';
    const input = { orderId: id, toVersion: 5, reason };
    expect((await api.change('rollbackOrder', input, rolledBack)).rollback.reason).toBe(reason);
  });

  it('is previewed with the history it would leave', async () => {
    const { id } = await sevenVersions();
    const { after } = (
      await api.run(
        `query ($id: ID!) { rollbackPreview(id: $id, toVersion: 4) {
          after { version events { totalCount nodes { version type } } }
        } }`,
        { id },
      )
    ).rollbackPreview;
    expect(after).toMatchObject({ version: 8, events: { totalCount: 8 } });
    expect(after.events.nodes.at(-1)).toEqual({ version: 8, type: 'OrderRolledBack' });
    expect((await api.order(id)).version).toBe(7);
  });

  it('is NOT_FOUND to preview where there is no order', async () => {
    const query = 'query ($id: ID!) { rollbackPreview(id: $id, toVersion: 1) { allowed } }';
    expect(await api.refusal(query, { id: '01890000-0000-7000-8000-000000000001' })).toMatchObject({
      message: 'Order not found',
      extensions: { code: 'NOT_FOUND' },
    });
  });
});
