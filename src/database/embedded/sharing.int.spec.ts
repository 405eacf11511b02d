import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PostgresConnection } from './index.js';

interface Line {
  readonly message: string;
  readonly connection?: PostgresConnection;
  readonly uid?: number;
  readonly launchedHere?: boolean;
}

const waiting = { timeout: 20_000, interval: 20 };
const nobody = { uid: 65534, gid: 65534 };
const launched = 'Embedded Postgres is running';
const shared = 'Sharing the Postgres of another process on this data folder';
const cameBack = 'The embedded Postgres answers again';

let dataDir: string;
let folders: string[] = [];
let starters: ChildProcess[];

beforeAll(useFreshFolder);

beforeEach(() => {
  starters = [];
});

afterEach(async () => {
  await Promise.all(starters.map((starter) => end(starter, 'SIGKILL')));
  await vi.waitFor(async () => expect(await postmaster()).toBeUndefined(), waiting);
});

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('when the Node process is killed', () => {
  it('ends Postgres, and the next start has every acknowledged row', async () => {
    const first = starter();
    await keepRows(await first.ready(), 1000);
    const pid = await postmaster();
    await end(first.process, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), waiting);

    const next = await starter().ready();
    expect(await query(next, 'SELECT count(*)::int FROM kept')).toEqual([1000]);
  });

  it('lets a start at the same moment wait for the end of the old Postgres', async () => {
    const first = starter();
    await keepRows(await first.ready(), 1);
    await end(first.process, 'SIGKILL');
    const next = starter();
    expect(await query(await next.ready(), 'SELECT n FROM kept')).toEqual([1]);
  });
});

describe('when several processes start on one data folder', () => {
  it('makes one cluster and launches one Postgres that all of them share', async () => {
    await useFreshFolder();
    const all = [starter(), starter(), starter()];
    const connections = await Promise.all(all.map((each) => each.ready()));
    const starts = connections.map((each) => query(each, 'SELECT pg_postmaster_start_time()::text'));
    expect(new Set((await Promise.all(starts)).flat()).size).toBe(1);
  });

  it('tells the second that it shares, and leaves Postgres running when that one stops', async () => {
    const first = starter();
    const connection = await first.ready();
    const second = starter();
    expect(await second.ready()).toEqual(connection);
    expect(first.said(launched)).toBe(true);
    expect(second.said(shared)).toBe(true);

    const pid = await postmaster();
    await second.stop();
    expect(await postmaster()).toBe(pid);
    expect(await query(connection, 'SELECT 1 AS n')).toEqual([1]);
  });

  it.each(['is killed', 'stops'])('hands Postgres over to exactly one when the owner %s', async (how) => {
    const owner = starter();
    const connection = await owner.ready();
    const survivors = [starter(), starter()];
    await Promise.all(survivors.map((each) => each.ready()));
    await keepRows(connection, 1);

    await (how === 'stops' ? owner.stop() : end(owner.process, 'SIGKILL'));
    const lines = await Promise.all(survivors.map((each) => each.line(cameBack)));
    expect(lines.filter((line) => line.launchedHere)).toHaveLength(1);
    expect(await query(connection, 'SELECT n FROM kept')).toEqual([1]);
  });
});

it('is not ended by Ctrl-C in the terminal of the Node process', async () => {
  const only = starter({ detached: true });
  const connection = await only.ready();
  const started = await query(connection, 'SELECT pg_postmaster_start_time()::text');
  process.kill(-(only.process.pid as number), 'SIGINT');
  await only.line('SIGINT');
  expect(await query(connection, 'SELECT pg_postmaster_start_time()::text')).toEqual(started);
});

it('runs as a normal user', async (test) => {
  if (process.getuid?.() !== 0) {
    console.log(
      'skipped: only root can start a process of another user, and the other specs ran as a normal one',
    );
    test.skip();
  }
  await useFreshFolder();
  await chown(dataDir, nobody.uid, nobody.gid);
  const only = starter(nobody);
  expect(await query(await only.ready(), 'SELECT current_user')).toEqual(['retrace']);
  expect((await only.line('ready')).uid).toBe(nobody.uid);
});

/** The specs share a data folder, to spare them the making of a cluster each; these begin with an empty one. */
async function useFreshFolder(): Promise<void> {
  dataDir = await mkdtemp(join(tmpdir(), 'retrace-sharing-'));
  await chmod(dataDir, 0o755);
  folders = [...folders, dataDir];
}

/** Starts a Node process that starts Postgres on the data folder, and listens to what it says. */
function starter(options: { uid?: number; gid?: number; detached?: boolean } = {}) {
  const program = fileURLToPath(new URL('starter.mjs', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, './index.ts', dataDir], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
    ...options,
  });
  starters.push(child);
  const lines: Line[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as Line));
  const line = (message: string) =>
    vi.waitFor(() => {
      const found = lines.find((each) => each.message === message);
      if (!found) throw new Error(`"${message}" is not among ${JSON.stringify(lines)}`);
      return found;
    }, waiting);
  return {
    process: child,
    line,
    said: (message: string) => lines.some((each) => each.message === message),
    ready: async () => (await line('ready')).connection as PostgresConnection,
    stop: () => end(child),
  };
}

async function end(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  if (signal) child.kill(signal);
  else child.stdin?.end();
  await exited;
}

async function keepRows(connection: PostgresConnection, count: number): Promise<void> {
  await query(connection, 'DROP TABLE IF EXISTS kept');
  await query(connection, `CREATE TABLE kept AS SELECT generate_series(1, ${count}) AS n`);
}

async function query(connection: PostgresConnection, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function postmaster(): Promise<number | undefined> {
  const file = await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8').catch(() => undefined);
  return file === undefined ? undefined : Number.parseInt(file, 10);
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) throw new Error('there was no Postgres');
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
