import type { EventArchive, StoredKey } from '../../event-sourcing/event-archive.js';
import { inChunks } from '../chunks.js';
import { toStoredKey } from '../export-format.js';
import type { Problems } from './problems.js';
import { readRecords } from './records.js';

export interface KeyCounts {
  readonly written: number;
  readonly there: number;
}

/** Records the keys of an export whose orders are in the store. */
export async function importKeys(
  path: string,
  archive: EventArchive,
  problems: Problems,
): Promise<KeyCounts> {
  let written = 0;
  let there = 0;
  for await (const chunk of inChunks(keysOf(path, problems), 1_000)) {
    const lines = new Map(chunk.map(({ line, key }) => [key, line]));
    const outcome = await archive.addKeys([...lines.keys()]);
    written += outcome.written;
    there += chunk.length - outcome.written - outcome.taken.length;
    for (const key of outcome.taken) {
      const why = `the key ${key.key} of ${key.actor} stands for another command in the store`;
      problems.add({ line: lines.get(key) ?? 0, why, kind: 'key', order: undefined });
    }
  }
  return { written, there };
}

async function* keysOf(path: string, problems: Problems): AsyncGenerator<{ line: number; key: StoredKey }> {
  for await (const { line, record } of readRecords(path)) {
    if (record.kind === 'key' && !problems.orders.has(record.streamId))
      yield { line, key: toStoredKey(record) };
  }
}
