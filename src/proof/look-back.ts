import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { Api } from '../testing/in-memory-api.js';
import * as expected from './expected-answers.js';
import { type Order, Refusal, versionAt } from './order-model.js';
import { historyText, listText, mutationText, orderAtText, orderText, previewText } from './queries.js';
import { carryOut } from './shop-model.js';
import { attempt, expectRefusal, type Walk } from './walk.js';

/** Compares every version of an order, by its number and by its instant, and the whole history. */
export async function lookBack({ api }: Walk, order: Order): Promise<void> {
  const { id, versions } = order;
  const last = versions.length;
  const at = async (point: object) => (await api.ask(orderAtText, { id, ...point })).data?.orderAt;
  await forEachVersion(order, async (version) => {
    expect(await at({ version })).toEqual(expected.orderAt(order, version));
    const instant = expected.versionOf(order, version).at;
    for (const [time, then] of [instant - 1, instant].map((it) => [it, versionAt(order, it)] as const)) {
      const shown = then === 0 ? null : expected.orderAt(order, then);
      expect(await at({ timestamp: expected.instant(time) })).toEqual(shown);
    }
  });
  const now = expected.orderAt(order, last);
  expect((await api.ask(orderText, { id })).data.order).toEqual(now);
  expect(await at({ timestamp: '9999-12-31T23:59:59.999Z' })).toEqual(now);
  for (const version of [0, last + 1]) {
    const { errors } = await api.ask(orderAtText, { id, version });
    expect(errors).toMatchObject([
      { extensions: { code: 'VALIDATION_ERROR' }, message: expect.stringContaining(`${last}`) },
    ]);
  }
  const history = (await api.ask(historyText, { id })).data.order.events;
  expect(history).toEqual({ totalCount: last, nodes: expected.eventsBetween(order, 0, last).slice(0, 100) });
}

const forEachVersion = async ({ versions }: Order, work: (version: number) => Promise<void>) => {
  await Promise.all(versions.map((_, i) => work(i + 1)));
};

/** Compares preview, rollback (of a copy) and model for every version, those that are none included. */
export async function lookAhead(walk: Walk, order: Order): Promise<void> {
  const points = [0, ...order.versions.map((_, i) => i + 1), order.versions.length + 1, 2 ** 31 - 1, -1];
  await Promise.all(points.map((toVersion) => foresee(walk, order, { toVersion })));
  await forEachVersion(order, async (version) => {
    const toTimestamp = expected.instant(expected.versionOf(order, version).at);
    const byInstant = await preview(walk.api, order.id, { toTimestamp });
    const toVersion = versionAt(order, Date.parse(toTimestamp));
    expect(timeless(byInstant)).toEqual(timeless(await preview(walk.api, order.id, { toVersion })));
  });
}

async function foresee({ api, shop }: Walk, order: Order, point: { toVersion: number }): Promise<void> {
  const imagined = structuredClone(shop);
  const said = attempt(() => carryOut(imagined, 'rollbackOrder', { orderId: order.id, ...point }));
  const seen = await preview(api, order.id, point);
  const orderId = await copyOf(api.store, order.id);
  const done = await api.ask(mutationText('rollbackOrder'), { input: { orderId, ...point } });
  const before = expected.orderAt(order, order.versions.length);
  if (said instanceof Refusal) {
    expectRefusal(done, said);
    const nothing = { after: null, toVersion: null, skippedVersions: [], undoneEvents: [] };
    expect(seen).toEqual({ allowed: false, reason: done.errors?.[0]?.message, before, ...nothing });
    return;
  }
  const { after, undoneEvents, rollback } = done.data.rollbackOrder;
  const { toVersion, skippedVersions } = rollback;
  const answered = { allowed: true, reason: null, before, after, toVersion, skippedVersions, undoneEvents };
  expect(timeless(seen)).toEqual(timeless(answered));
  expect(timeless(after)).toEqual(timeless(expected.orderAt(said.order, said.to)));
}

const preview = async (api: Api, id: string, point: object) =>
  (await api.ask(previewText, { id, ...point })).data?.rollbackPreview;

/** What was answered, less what differs between an order and its copy. */
const timeless = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) =>
      ['id', 'reference', 'createdAt', 'updatedAt', 'timestamp'].includes(key) ? undefined : value,
    ),
  );

/** Another order with the same history. */
async function copyOf(store: EventStore, orderId: string): Promise<string> {
  const streamId = store.newStreamId();
  const events = (await store.readStream(orderId)).map(({ data, recordedAt, ...event }) => ({
    ...event,
    id: uuidv7(),
    json: JSON.stringify(data),
  }));
  expect(await store.append({ streamId, expectedVersion: 0, events })).toMatchObject({ kind: 'appended' });
  return streamId;
}

/** Compares the list of the walk's orders, whole and filtered, with the model's. */
export async function lookAtList({ api, shop }: Walk): Promise<void> {
  const [customerId] = shop.customers.keys();
  const now = (order: Order) => expected.versionOf(order, order.versions.length);
  const expectList = async (filter: object, holds: (order: Order) => boolean) => {
    const found = shop.orders.filter(holds).sort((a, b) => byTotal(b, a));
    const nodes = found.map((order) => expected.orderAt(order, order.versions.length));
    const input = { filter: { customerId, ...filter }, sort: 'TOTAL_DESC' };
    const { data, errors } = await api.ask(listText, input);
    expect(errors).toBeUndefined();
    expect(data.orders).toEqual({ totalCount: found.length, nodes });
  };
  await expectList({}, () => true);
  await expectList({ status: ['PENDING', 'SHIPPED'] }, (it) =>
    ['PENDING', 'SHIPPED'].includes(now(it).status),
  );
  for (const productId of shop.products.keys()) {
    await expectList({ productId }, (it) => now(it).lines.some((line) => line.productId === productId));
  }
}

/** In the major unit, whatever the currency; then by id. */
function byTotal(a: Order, b: Order): number {
  const [left = 0, right = 0] = [a, b].map((it) =>
    Number(expected.money(expected.totalAt(it, it.versions.length), it.currency).amount),
  );
  return left - right || (a.id < b.id ? -1 : 1);
}
