import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, type PostgresConnection, startEmbeddedPostgres } from './index.js';

const waiting = { timeout: 20_000, interval: 20 };
const quiet = { info() {}, warn() {}, error() {} };

let made: string;
let parent: string;
let running: EmbeddedPostgres[];

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'retrace-embedded-'));
  await chmod(made, 0o755);
  await (await startEmbeddedPostgres({ dataDir: made, log: quiet, settings: { fsync: 'off' } })).stop();
});

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'retrace-embedded-'));
  await chmod(parent, 0o755);
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await Promise.all(
    [parent, ...socketsElsewhere()].map((path) => rm(path, { recursive: true, force: true })),
  );
});

afterAll(() => rm(made, { recursive: true, force: true }));

it('boots a durable UTF-8 database with checksums that listens on no network', async () => {
  const { connection } = await start(join(parent, 'data'), {});
  expect(await settings(connection)).toEqual({
    server_encoding: 'UTF8',
    data_checksums: 'on',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '',
  });
  expect(await query(connection, 'SELECT current_database()')).toEqual(['retrace']);
  expect(
    await query(connection, `SELECT n FROM (VALUES ('b'), ('B'), ('a'), ('ä')) AS v (n) ORDER BY n`),
  ).toEqual(['B', 'a', 'b', 'ä']);
});

it('keeps the data from one start to the next', async () => {
  const first = await start(join(parent, 'data'));
  await query(first.connection, 'CREATE TABLE kept AS SELECT 1 AS n');
  await first.stop();
  await expect(query(first.connection, 'SELECT 1')).rejects.toThrow();
  const second = await start(join(parent, 'data'));
  expect(await query(second.connection, 'SELECT n FROM kept')).toEqual([1]);
});

describe('works in a folder', () => {
  it('with spaces, quotes and commas in its name', async () => {
    const { connection } = await start(join(parent, `my "data", it's here`));
    expect(await query(connection, 'SELECT 1')).toEqual([1]);
    expect(connection.host.startsWith(parent)).toBe(true);
  });

  it('whose path is too long for a socket', async () => {
    const { connection } = await start(join(parent, 'deep'.repeat(20), 'deeper'.repeat(10)));
    expect(await query(connection, 'SELECT 1')).toEqual([1]);
    expect((await stat(connection.host)).mode & 0o777).toBe(0o700);
  });

  it('that only its user may enter, root included', async () => {
    await chmod(parent, 0o700);
    const first = await start(join(parent, 'data'));
    await query(first.connection, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    const second = await start(join(parent, 'data'));
    expect(await query(second.connection, 'SELECT n FROM kept')).toEqual([1]);
    expect((await stat(join(parent, 'data/cluster'))).uid === 0).toBe(false);
  });
});

describe('when Postgres goes away', () => {
  beforeEach(copyMade);

  it.each(['SIGKILL', 'SIGQUIT', 'SIGINT'] as const)(
    'brings it back after %s, with every row',
    async (signal) => {
      const { connection } = await start(join(parent, 'data'));
      await query(connection, 'CREATE TABLE kept AS SELECT 1 AS n');
      const pid = await postmaster();
      process.kill(pid, signal);
      await vi.waitFor(
        async () => expect(await query(connection, 'SELECT n FROM kept')).toEqual([1]),
        waiting,
      );
      await vi.waitFor(async () => expect(await postmaster()).not.toBe(pid), waiting);
    },
  );

  it('stops for good when it is told to while it brings Postgres back', async () => {
    const warn = vi.fn();
    const postgres = await startEmbeddedPostgres({ dataDir: join(parent, 'data'), log: { ...quiet, warn } });
    process.kill(await postmaster(), 'SIGKILL');
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), { timeout: 20_000, interval: 1 });
    await postgres.stop();
    await expect(query(postgres.connection, 'SELECT 1')).rejects.toThrow();
  });
});

describe('starts although', () => {
  beforeEach(copyMade);

  it('postmaster.pid of a crash names a process that lives and is another', async () => {
    const socket = join(parent, 'data/socket');
    const stale = [process.pid, join(parent, 'data/cluster'), 1, 5432, socket, '', '1 1', 'ready'].join('\n');
    await writeFile(join(parent, 'data/cluster/postmaster.pid'), stale);
    await writeFile(join(socket, '.s.PGSQL.5432.lock'), stale);
    const { connection } = await start(join(parent, 'data'));
    expect(await query(connection, 'SELECT 1')).toEqual([1]);
  });

  it('it is a copy of a data folder in use, and does not share the original', async () => {
    const original = await start(join(parent, 'data'));
    await query(original.connection, 'CREATE TABLE only_here AS SELECT 1 AS n');
    execFileSync('cp', ['-a', join(parent, 'data'), join(parent, 'copy')]);
    const copy = await start(join(parent, 'copy'));
    expect(copy.connection.host).not.toBe(original.connection.host);
    await query(copy.connection, 'DROP TABLE only_here');
    expect(await query(original.connection, 'SELECT n FROM only_here')).toEqual([1]);
  });
});

describe('says what to do when', () => {
  beforeEach(copyMade);

  it('Postgres refuses to start, with its own words', async () => {
    await expect(start(join(parent, 'data'), { shared_buffers: 'much' })).rejects.toThrow(
      /invalid value for parameter "shared_buffers": "much"[\s\S]*DATABASE_URL/,
    );
  });

  it('the data was made by another major version', async () => {
    await writeFile(join(parent, 'data/cluster/PG_VERSION'), '17\n');
    await expect(start(join(parent, 'data'))).rejects.toThrow(
      /initialized by PostgreSQL version 17[\s\S]*export it/,
    );
  });

  it('the data folder cannot be made', async () => {
    await writeFile(join(parent, 'file'), '');
    await expect(start(join(parent, 'file/data'))).rejects.toThrow(
      /data folder .*file\/data: [\s\S]*DATABASE_URL/,
    );
  });

  it('somebody else left a folder where the socket goes', async () => {
    await chmod(join(parent, 'data/socket'), 0o777);
    await expect(start(join(parent, 'data'))).rejects.toThrow(/socket is not a private folder/);
  });
});

/** Spares specs that are not about the first start the making of a cluster. */
function copyMade(): void {
  execFileSync('cp', ['-a', made, join(parent, 'data')]);
}

async function start(
  dataDir: string,
  settings: Record<string, string> = { fsync: 'off' },
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet, settings });
  running.push(postgres);
  return postgres;
}

function socketsElsewhere(): string[] {
  return running.map((each) => each.connection.host).filter((host) => !host.startsWith(parent));
}

async function settings(connection: PostgresConnection): Promise<Record<string, unknown>> {
  const names = [
    'server_encoding',
    'data_checksums',
    'fsync',
    'synchronous_commit',
    'full_page_writes',
    'listen_addresses',
  ];
  const values = await Promise.all(names.map((name) => query(connection, `SHOW ${name}`)));
  return Object.fromEntries(names.map((name, index) => [name, values[index]?.[0]]));
}

async function query(connection: PostgresConnection, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function postmaster(): Promise<number> {
  return Number.parseInt(await readFile(join(parent, 'data/cluster/postmaster.pid'), 'utf8'), 10);
}
