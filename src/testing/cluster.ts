import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type PostgresConnection, startEmbeddedPostgres } from '../database/embedded/index.js';
import { migrate } from '../database/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database to clone, in the cluster of this run. */
    template: PostgresConnection;
  }
}

const log = { info() {}, warn: report, error: report };
const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' };

/** vitest's globalSetup: one cluster for the whole run, gone at its end. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'retrace-test-'));
  await chmod(dataDir, 0o755); // Postgres runs as another user when the tests run as root
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: forgetful });
  const teardown = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    project.provide('template', await makeTemplate(postgres.connection));
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function makeTemplate(connection: PostgresConnection): Promise<PostgresConnection> {
  const template = { ...connection, database: 'retrace_template' };
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(`CREATE DATABASE ${template.database}`);
  await client.end();
  await migrate(template);
  return template;
}

function report(details: object, message: string): void {
  console.error(message, details);
}
