import pg from 'pg';
import { expect, it } from 'vitest';
import { orderApi } from '../testing/order-api.js';
import { startTestApp } from '../testing/test-app.js';

const query = '{ orders(consistency: STRONG) { nodes { version } } }';

it('a step of a projection that a crash of Postgres lost is made again, also when no event comes after it', async () => {
  const app = await startTestApp();
  const admin = new pg.Client(app.database.connection);
  await admin.connect();
  const api = orderApi(app.url);
  const orderId = await api.createOrder();
  const before = await api.run(query);
  await admin.query(`
    create table rows as select * from read_model.orders;
    create table checkpoints as select * from event_store.checkpoints`);
  await api.change('addOrderItem', { orderId, item: { productId: 'moka-pot', quantity: 1 } });
  const after = await api.run(query);
  expect(after).not.toEqual(before);

  // What is committed without waiting for the disk is lost as a whole, as if it had never been.
  await admin.query(`
    begin;
    delete from read_model.orders;
    insert into read_model.orders select * from rows;
    delete from event_store.checkpoints;
    insert into event_store.checkpoints select * from checkpoints;
    commit`);
  expect(await api.run(query)).toEqual(after);
  await admin.end();
  await app.stop();
});
