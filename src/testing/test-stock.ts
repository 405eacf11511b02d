import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import type { Database, Db } from '../database/database.js';
import type { PostgresConnection } from '../database/embedded/index.js';
import { createPool } from '../database/pool.js';
import { createTestDatabase } from './test-database.js';

export interface FailedStatement {
  readonly statement: string;
  readonly code: unknown;
}

export interface TestStock {
  readonly connection: PostgresConnection;
  /** Under the role of the application. */
  readonly db: Db;
  /** Statements that Postgres refused or broke off, those that were tried again included. */
  readonly failures: readonly FailedStatement[];
  /** Makes a product; answers its id. */
  product(stockLevel: number, id?: string): Promise<string>;
  /** What is in stock of a product, and how many of them are reserved. */
  stockOf(id: string): Promise<readonly [stockLevel: number, reserved: number] | undefined>;
  drop(): Promise<void>;
}

/** An empty catalogue in a database of its own. */
export async function createTestStock(connections = 32): Promise<TestStock> {
  const database = await createTestDatabase();
  const pool = createPool(database.connection, { role: 'retrace_app', max: connections });
  const failures: FailedStatement[] = [];
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log(event) {
      if (event.level !== 'error') return;
      failures.push({ statement: event.query.sql, code: (event.error as { code?: unknown }).code });
    },
  });
  const products = 'master_data.products';
  return {
    connection: database.connection,
    db,
    failures,
    async product(stock_level, id = randomUUID()) {
      const plain = { sku: id, name: 'Chai', price_minor: 1, price_currency: 'USD' };
      await db
        .insertInto(products)
        .values({ ...plain, id, stock_level })
        .execute();
      return id;
    },
    async stockOf(id) {
      const found = db.selectFrom(products).select(['stock_level', 'reserved']).where('id', '=', id);
      const row = await found.executeTakeFirst();
      return row && [row.stock_level, row.reserved];
    },
    async drop() {
      await db.destroy();
      await database.drop();
    },
  };
}
