import { countClosedCustomers } from '../customers/index.js';
import { commandLine, withStorage } from './command-line.js';
import { readImportFile } from './import/import-file.js';
import { importIntoStore } from './import/import-into-store.js';
import { importPersonKeys } from './import/import-person-keys.js';
import { createProblems, listProblems, type Problems } from './import/problems.js';
import { summarise } from './import/summary.js';
import { onRecord } from './on-record.js';

const bring = 'npm run import -- --keys FILE';

await commandLine('import', {
  data: (path) =>
    tellingProblems(async (problems) => {
      const file = await readImportFile(path, problems);
      return withStorage((storage) =>
        onRecord(storage, 'import', null, async () => {
          const outcome = await importIntoStore(file, storage, problems);
          process.stdout.write(`${summarise(outcome, file, problems)}\n`);
          const closed = await countClosedCustomers(storage);
          if (closed > 0)
            process.stdout.write(`${closed} customers cannot be read without their keys: ${bring}\n`);
          return problems.all.length === 0;
        }),
      );
    }),
  keys: (path) =>
    tellingProblems((problems) =>
      withStorage((storage) =>
        onRecord(storage, 'import keys', null, async () => {
          const { written, there } = await importPersonKeys(path, storage.db, problems);
          process.stdout.write(`Keys and erasures: ${written} written, ${there} already there\n`);
          return problems.all.length === 0;
        }),
      ),
    ),
});

async function tellingProblems(work: (problems: Problems) => Promise<boolean>): Promise<boolean> {
  const problems = createProblems();
  try {
    return await work(problems);
  } finally {
    for (const problem of listProblems(problems)) process.stderr.write(`${problem}\n`);
  }
}
