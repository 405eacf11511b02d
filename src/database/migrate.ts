import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Migration, Migrator, sql } from 'kysely';
import type pg from 'pg';
import { createDb, createPool } from './pool.js';

const folder = new URL('../../sql/migrations/', import.meta.url);

/**
 * Brings a database to the newest schema, once, however many processes call it at a time.
 * Throws the first migration's error; what came before it stays applied.
 */
export async function migrate(config: pg.PoolConfig): Promise<void> {
  // Without time-outs: a migration may take long, and so may the wait for another process that migrates.
  const patience = { lock_timeout: '0', idle_in_transaction_session_timeout: '0' };
  const db = createDb(createPool(config, { max: 2, statementTimeout: 0, settings: patience }));
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: sqlMigrations },
      migrationTableSchema: 'migrations',
    });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

async function sqlMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(fileURLToPath(folder))).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  return Object.fromEntries(
    files.map((name, i) => [
      name.replace('.sql', ''),
      { up: async (db) => void (await sql.raw(texts[i] ?? '').execute(db)) },
    ]),
  );
}
