import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { superuser } from './initdb.js';

const run = promisify(execFile);
const connectWithinMs = 5_000;

/**
 * What is known of the Postgres of a cluster: it answers; it is on its way up or down; or there
 * is none, though postmaster.pid may still name the process that once was.
 */
export type Sighting =
  | { readonly state: 'ready'; readonly monitor: Monitor; readonly socketDirectory: string }
  | { readonly state: 'busy' }
  | { readonly state: 'absent'; readonly stalePid?: number };

/** An open connection, held to learn when Postgres goes away. */
export interface Monitor {
  readonly client: pg.Client;
  readonly lost: Promise<void>;
}

/**
 * Names the running Postgres of a cluster, in its arguments and to whoever connects: a copied data
 * folder brings a postmaster.pid that points to the original, and process ids are used again.
 */
export const identitySetting = 'retrace.cluster';

/** Looks once, without side effects. A `ready` sighting hands over its connection. */
export async function lookForPostgres(cluster: string, identity: string): Promise<Sighting> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return { state: 'absent' };
  const port = Number(lines[3]);
  const socketDirectory = lines[4];
  const answers = lines[7]?.trim() === 'ready' && socketDirectory && port;
  const monitor = answers ? await connect(socketDirectory, port, identity) : undefined;
  if (monitor && socketDirectory) return { state: 'ready', monitor, socketDirectory };
  return (await isPostgresOf(identity, pid)) ? { state: 'busy' } : { state: 'absent', stalePid: pid };
}

async function connect(host: string, port: number, identity: string): Promise<Monitor | undefined> {
  const client = new pg.Client({
    host,
    port,
    user: superuser,
    database: 'postgres',
    ssl: false,
    application_name: 'retrace monitor',
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: connectWithinMs,
  });
  client.on('error', () => undefined); // `end` follows
  const lost = new Promise<void>((resolve) => client.once('end', () => resolve()));
  try {
    await client.connect();
    const { rows } = await client.query('SELECT current_setting($1, true) AS identity', [identitySetting]);
    if (rows[0]?.identity === identity) return { client, lost };
  } catch {
    // not there, or not yet, or no more
  }
  await client.end().catch(() => undefined);
  return undefined;
}

async function isPostgresOf(identity: string, pid: number): Promise<boolean> {
  const args =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await run('ps', ['-o', 'command=', '-p', String(pid)]).then(
          ({ stdout }) => stdout,
          () => '',
        );
  return args.split(/[\0\s]+/).includes(`${identitySetting}=${identity}`);
}
