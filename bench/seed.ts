import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { demoProducts, importProducts } from '../src/catalogue/index.js';
import { demoCustomers, importCustomers } from '../src/customers/index.js';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { createDb, createPool } from '../src/database/pool.js';
import { openPostgresStore, writerPool } from '../src/event-store/postgres-store.js';
import { orderEventSchemas } from '../src/orders/index.js';

const price = { amount: '18.75', currency: 'USD' };
const line = { productId: 'house-beans', name: 'House blend beans, 1 kg', quantity: 1, unitPrice: price };

/** Demo data without stock limits, and one order of each size (in events). */
export async function seedStreams(connection: PostgresConnection, sizes: readonly number[]) {
  const pool = createPool(connection);
  const writers = writerPool(connection, {});
  const db = createDb(pool);
  const log = pino({ level: 'silent' });
  await importCustomers(db, demoCustomers);
  await importProducts(
    db,
    demoProducts.map((product) => ({ ...product, stockLevel: 1_000_000 })),
  );
  const store = await openPostgresStore({
    pool,
    writers,
    db,
    schemas: orderEventSchemas,
    onUnknownType: (type) => log.warn(type),
  });
  const metadata = { actor: 'bench', correlationId: uuidv7(), subject: 'ada' };
  const event = (type: string, schemaVersion: number, data: object) => ({
    ...metadata,
    id: uuidv7(),
    type,
    schemaVersion,
    json: JSON.stringify(data),
  });
  const ids = [];
  for (const size of sizes) {
    const id = store.newStreamId();
    const changes = Array.from({ length: size - 1 }, (_, i) =>
      event('OrderItemQuantityChanged', 1, { productId: line.productId, from: i + 1, to: i + 2 }),
    );
    const created = event('OrderCreated', 2, {
      customerId: 'ada',
      reference: null,
      items: [line],
      totalAmount: price,
    });
    await store.append({ streamId: id, expectedVersion: 0, events: [created, ...changes] });
    ids.push({ size, id });
  }
  await store.close();
  await Promise.all([db.destroy(), writers.end()]);
  return ids;
}
