import { exportProducts } from '../../catalogue/index.js';
import { exportCustomers } from '../../customers/index.js';
import type { Snapshot } from '../../storage.js';
import { type StoreLine, toEventLine, toKeyLine } from '../export-format.js';

/** The lines of an export: master data, all events in feed order, the keys of their commands, the store, the end. */
export async function* exportRecords({
  db,
  archive,
}: Snapshot): AsyncGenerator<{ readonly kind: string; readonly [field: string]: unknown }, void> {
  for await (const customer of exportCustomers(db)) yield { kind: 'customer', ...customer };
  for await (const product of exportProducts(db)) yield { kind: 'product', ...product };
  let events = 0;
  for await (const event of archive.events()) {
    events += 1;
    yield toEventLine(event);
  }
  for await (const key of archive.keys()) yield toKeyLine(key);
  yield { kind: 'store', cursorKey: await archive.cursorKey() } satisfies StoreLine;
  yield { kind: 'end', events };
}
