import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OrderApi, orderApi } from '../../testing/order-api.js';
import { startTestApp, type TestApp } from '../../testing/test-app.js';
import { holdRebuild } from '../../testing/test-rebuild.js';

let app: TestApp;
let api: OrderApi;

beforeEach(async () => {
  app = await startTestApp();
  api = orderApi(app.url);
  for (const _ of [1, 2, 3]) await api.createOrder();
  await api.run('{ orders(consistency: STRONG) { totalCount } }');
});
afterEach(() => app.stop());

const status = `name state lagEvents rebuild { phase underWay events totalEvents eventsPerSecond secondsLeft drift }`;
const mutation = `mutation ($name: String!) { rebuildProjection(name: $name) { ${status} } }`;
const rebuild = async () => (await api.run(mutation, { name: 'orders' })).rebuildProjection;
const projections = async () => (await api.run(`{ projections { ${status} } }`)).projections;
const running = { name: 'orders', state: 'RUNNING', lagEvents: 0, rebuild: null };

it('answers when the rows have been made anew', async () => {
  expect(await rebuild()).toEqual(running);
  expect(await projections()).toEqual([running]);
  expect((await api.run('{ orders { totalCount } }')).orders).toEqual({ totalCount: 3 });
});

it('answers after a while where it takes longer, shows how far it is, and is joined by who asks again', async () => {
  const hold = await holdRebuild(app.database.connection, `new.phase = 'CATCHING_UP'`);
  const both = Promise.all([rebuild(), rebuild()]);
  await hold.reached();
  const rebuilding = {
    ...running,
    state: 'REBUILDING',
    rebuild: {
      phase: 'INDEXING',
      underWay: true,
      events: 3,
      totalEvents: 3,
      eventsPerSecond: expect.any(Number),
      secondsLeft: 0,
      drift: null,
    },
  };
  expect(await projections()).toEqual([rebuilding]);
  expect(await both).toEqual([rebuilding, rebuilding]);
  const { id } = await api.createOrder().then((orderId) => api.order(orderId, 'id'));
  await hold.release();
  expect(await rebuild()).toMatchObject({ state: 'RUNNING', rebuild: null });
  const { orders } = await api.run('{ orders(consistency: STRONG, sort: CREATED_AT_DESC) { nodes { id } } }');
  expect(orders.nodes[0]).toEqual({ id });
  expect(orders.nodes).toHaveLength(4);
});

it('does not keep a server from stopping', async () => {
  const hold = await holdRebuild(app.database.connection, `new.phase = 'CATCHING_UP'`);
  const answer = rebuild();
  await hold.reached();
  const { stop } = app;
  app = await startTestApp();
  await stop();
  expect(await answer).toMatchObject({ state: 'REBUILDING' });
});

it('knows no other projections', async () => {
  expect(await api.refusal(mutation, { name: 'customers' })).toMatchObject({
    message: 'There is no such projection. There are: orders',
    extensions: { code: 'NOT_FOUND' },
  });
});

it('says that one was cut off, and goes on with it', async () => {
  const client = new pg.Client(app.database.connection);
  await client.connect();
  await rebuild();
  await client.query(`update event_store.rebuilds
    set phase = 'SWAPPING', updated_at = now() - interval '1 minute', events = 2, drift = 0`);
  expect(await projections()).toMatchObject([
    { state: 'RUNNING', rebuild: { phase: 'SWAPPING', underWay: false, events: 2 } },
  ]);
  await client.end();
});
