import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { PostgresConnection } from '../database/embedded/index.js';
import { superuser } from '../database/embedded/initdb.js';

export interface Postmaster {
  readonly pid: number;
  readonly connection: PostgresConnection;
}

/** The embedded Postgres that serves a data folder; undefined where there is none. */
export async function postmasterOf(dataDir: string): Promise<Postmaster | undefined> {
  const file = await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, host] = file.split('\n');
  if (!host) return undefined;
  const connection = { host, port: Number(port), user: superuser, database: 'retrace', ssl: false } as const;
  return { pid: Number(pid), connection };
}

/** Whether it lets anybody in. */
export async function answers(connection: PostgresConnection): Promise<boolean> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
