import type { Snapshot } from '../storage.js';
import { inChunks } from './chunks.js';
import { commandLine, withStorage } from './command-line.js';
import { exportPersonKeys } from './export/export-person-keys.js';
import { exportRecords } from './export/export-records.js';
import { writeWholeFile } from './export/whole-file.js';
import { startProgress } from './progress.js';

await commandLine('export', {
  async data(path) {
    const counts = await withStorage((storage) => storage.snapshot((snapshot) => write(path, snapshot)));
    const parts = [...counts].map(([kind, count]) => `${count.toLocaleString('en-US')} ${kind}s`);
    process.stdout.write(
      `Exported ${parts.join(', ')} to ${path}. What is personal is sealed: npm run export -- --keys FILE writes the keys\n`,
    );
    return true;
  },
  async keys(path) {
    const persons = await withStorage(({ db }) => exportPersonKeys(db, path));
    process.stdout.write(
      `Exported the keys and erasures of ${persons.toLocaleString('en-US')} persons to ${path}. Keep it apart from exports and backups, and only the newest\n`,
    );
    return true;
  },
});

async function write(path: string, snapshot: Snapshot): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(['customer', 'product', 'event', 'key'].map((kind) => [kind, 0]));
  const progress = startProgress('Exporting', await snapshot.archive.count(), 'events');

  async function* text(): AsyncGenerator<string, void> {
    for await (const records of inChunks(exportRecords(snapshot), 500)) {
      yield records.map((record) => `${JSON.stringify(record)}\n`).join('');
      for (const { kind } of records) if (counts.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      progress.advance(records.filter(({ kind }) => kind === 'event').length);
    }
  }
  await writeWholeFile(path, text()).finally(progress.stop);
  return counts;
}
