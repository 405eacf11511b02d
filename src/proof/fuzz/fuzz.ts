import { parseArgs } from 'node:util';
import { schema } from '../../schema.js';
import { createMigratedDatabase, startTemporaryPostgres } from '../../testing/temporary-postgres.js';
import { aftermath } from './aftermath.js';
import { fuzz, type Report, smallest } from './fuzzing.js';
import { prepareGround } from './ground.js';
import { sender } from './sender.js';
import { createWorld } from './world.js';

// npm run fuzz -- --cases N [--seed S]: random documents, inputs and messages for two servers, on a Postgres of their own.
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
  },
});
const plan = { cases: Number(values.cases), seed: Number(values.seed) };

const postgres = await startTemporaryPostgres();
const connection = await createMigratedDatabase(postgres.connection, 'fuzzed');
const ground = await prepareGround(connection);
console.log(`Seed ${plan.seed}`);
const report = await fuzz(ground, schema, {
  ...plan,
  onProgress,
  onFailure: (failure) => console.log(JSON.stringify(failure)),
});
tell(report);
const troubles = [...report.failures.map(({ problem }) => problem), ...(await aftermath(ground, connection))];
for (const trouble of troubles) console.log(trouble);
const out = sender(ground, createWorld());
for (const failure of report.failures.slice(0, 3)) console.log(await smallest(schema, out, failure));
out.close();
console.log(`${troubles.length} troubles`);
await ground.stop();
await postgres.stop();
process.exit(troubles.length > 0 ? 1 : 0);

function onProgress({ sent, seconds, failures }: Report): void {
  const rate = Math.round(sent / seconds);
  console.log(`${sent} of ${plan.cases} cases, ${rate}/s, ${failures.length} failures`);
}

function tell({ sent, seconds, codes, coverage, memory }: Report): void {
  console.log(`${sent} cases in ${Math.round(seconds)} s, ${Math.round(sent / seconds)}/s`);
  for (const [code, count] of [...codes].sort((a, b) => b[1] - a[1]))
    console.log(`${`${count}`.padStart(9)} ${code}`);
  console.log(
    `Reached ${coverage.reached} of ${coverage.all} coordinates; not: ${coverage.missed().join(' ')}`,
  );
  console.log(`Memory: ${JSON.stringify(memory)}`);
}
