import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { demoProducts, importProducts } from '../src/catalogue/index.js';
import { demoCustomers, importCustomers } from '../src/customers/index.js';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { createDb, createPool } from '../src/database/pool.js';
import { openPostgresStore, writerPool } from '../src/event-store/postgres-store.js';
import { orderEventSchemas } from '../src/orders/index.js';
import { createPersonalData } from '../src/personal-data/index.js';

const price = { amount: '18.75', currency: 'USD' };
const line = { productId: 'house-beans', name: 'House blend beans, 1 kg', quantity: 1, unitPrice: price };

/** Demo data without stock limits, and one order of each size (in events). */
export async function seedStreams(connection: PostgresConnection, sizes: readonly number[]) {
  const pool = createPool(connection);
  const writers = writerPool(connection, {});
  const db = createDb(pool);
  const log = pino({ level: 'silent' });
  await importCustomers({ db, personalData: createPersonalData(db) }, demoCustomers);
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
    // Each thousandth change is a rollback over the six hundred before it.
    const changes = Array.from({ length: size - 1 }, (_, i) => {
      const version = i + 2;
      return version % 1_000 === 0
        ? event('OrderRolledBack', 1, { fromVersion: version - 1, toVersion: version - 601, reason: null })
        : event('OrderItemQuantityChanged', 1, { productId: line.productId, from: i + 1, to: i + 2 });
    });
    const created = event('OrderCreated', 2, {
      customerId: 'ada',
      reference: null,
      items: [line],
      totalAmount: price,
    });
    const events = [created, ...changes];
    for (let version = 0; version < size; version += 1_000) {
      const next = events.slice(version, version + 1_000);
      await store.append({ streamId: id, expectedVersion: version, events: next });
    }
    ids.push({ size, id });
  }
  await store.close();
  await Promise.all([db.destroy(), writers.end()]);
  return ids;
}
