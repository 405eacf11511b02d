import { generate, PostgresDialect } from 'kysely-codegen';
import { createDb, createPool } from '../src/database/pool.js';
import { createMigratedDatabase, startTemporaryPostgres } from '../src/testing/temporary-postgres.js';
import { emit } from './emitted.js';
import { dumpSchema } from './schema-dump.js';

// As the pool reads them; an object is what the read models keep in jsonb.
const typeMapping = { int8: 'number', json: 'string', jsonb: 'object' };

const postgres = await startTemporaryPostgres();
try {
  const db = createDb(createPool(await createMigratedDatabase(postgres.connection, 'emitted')));
  await emit('sql/schema.sql', await dumpSchema(db));
  const tables = await generate({
    db: db as never, // the package knows another copy of Kysely's types
    dialect: new PostgresDialect(),
    excludePattern: 'migrations.*',
    typeMapping,
    outFile: null,
  });
  await emit('src/testing/generated/tables.ts', tables);
  await db.destroy();
} finally {
  await postgres.stop();
}
