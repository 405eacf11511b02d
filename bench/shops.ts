import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { addressOf } from './servers.js';

/** A database of its own, with a generated shop of so many orders, whose rows are there. */
export async function generateShop(
  connection: PostgresConnection,
  orders: number,
): Promise<PostgresConnection> {
  const shop = { ...connection, database: `shop_${orders}` };
  const admin = new pg.Client(connection);
  await admin.connect();
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [shop.database]);
  if (rowCount === 0) await admin.query(`create database ${shop.database}`);
  await admin.end();
  if (rowCount === 0) {
    await runTool(shop, 'generate', '--orders', `${orders}`);
    await runTool(shop, 'projections', 'rebuild', 'orders');
    const client = new pg.Client(shop);
    await client.connect();
    await client.query('vacuum analyze');
    await client.query('checkpoint');
    await client.end();
  }
  return shop;
}

/** A command line of ours, as it was built. Rejects where it fails. */
export async function runTool(
  connection: PostgresConnection,
  tool: string,
  ...args: string[]
): Promise<void> {
  const env = { ...process.env, DATABASE_URL: addressOf(connection), LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [`dist/cli/${tool}.js`, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${tool} ended with ${code}`);
}
