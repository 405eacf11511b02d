import pg from 'pg';

const duplicateDatabase = '42P04';
const uniqueViolation = '23505';

/** Creates the database unless it is there; several processes may try at once. */
export async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (found.rowCount) return;
  await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: pg.DatabaseError) => {
    if (error.code !== duplicateDatabase && error.code !== uniqueViolation) throw error;
  });
}
