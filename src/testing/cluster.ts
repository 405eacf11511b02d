import type { TestProject } from 'vitest/node';
import type { PostgresConnection } from '../database/embedded/index.js';
import { createMigratedDatabase, startTemporaryPostgres } from './temporary-postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database to clone, in the cluster of this run. */
    template: PostgresConnection;
  }
}

/** vitest's globalSetup: one cluster for the whole run, gone at its end. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTemporaryPostgres();
  try {
    project.provide('template', await createMigratedDatabase(postgres.connection, 'retrace_template'));
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return () => postgres.stop();
}
