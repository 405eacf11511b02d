// npm run torture: see `usage` in arguments.ts. Exits with 1 where something was found; all is kept then.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTortureArguments, type TortureArguments } from './arguments.js';
import { runFeed } from './feed/feed-run.js';
import type { Finding } from './finding.js';
import { runAll } from './long-run.js';

// So that what it has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const given = readArguments();
const folder = await mkdtemp(join(tmpdir(), 'retrace-torture-'));
console.info(`Seed ${given.seed}, in ${folder}`);
const finding = await (given.feed ? runFeed : runAll)(folder, given);
console.info(`${finding.violations.length} violations`);
if (finding.violations.length > 0) await keep(finding);
else await rm(folder, { recursive: true, force: true });
process.exit(finding.violations.length > 0 ? 1 : 0);

function readArguments(): TortureArguments {
  try {
    return readTortureArguments(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

async function keep({ history, violations }: Finding): Promise<void> {
  await writeFile(join(folder, 'log.jsonl'), history.log.map((event) => JSON.stringify(event)).join('\n'));
  await writeFile(join(folder, 'violations.json'), JSON.stringify(violations, null, 2));
  for (const { anomaly, story } of violations.slice(0, 30)) console.error(`${anomaly}: ${story}`);
  console.error(`All is kept in ${folder}; the seed was ${given.seed}`);
}
