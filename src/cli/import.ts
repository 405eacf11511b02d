import { commandLine, withStorage } from './command-line.js';
import { readImportFile } from './import/import-file.js';
import { importIntoStore } from './import/import-into-store.js';
import { createProblems, listProblems } from './import/problems.js';
import { summarise } from './import/summary.js';

await commandLine('npm run import -- FILE', async (path) => {
  const problems = createProblems();
  try {
    const file = await readImportFile(path, problems);
    const outcome = await withStorage((storage) => importIntoStore(file, storage, problems));
    process.stdout.write(`${summarise(outcome, file, problems)}\n`);
  } finally {
    for (const problem of listProblems(problems)) process.stderr.write(`${problem}\n`);
  }
  return problems.all.length === 0;
});
