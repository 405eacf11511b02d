import { historyLookups, playHistory, referenceClaim } from '../../orders/index.js';
import type { Storage } from '../../storage.js';
import { inChunks } from '../chunks.js';
import type { ChangeAtLine, ImportFile } from './import-file.js';
import type { EventSource, PlacedEvent } from './placed-event.js';
import type { Problems } from './problems.js';

/**
 * The events that the file's changes come to, by instant over all orders, each order's in the stream that
 * holds its reference, or in a new one. Orders of which a change is refused are left out.
 */
export async function historyEvents(
  file: ImportFile,
  { db, personalData, store, archive }: Storage,
  problems: Problems,
): Promise<EventSource> {
  const lookups = historyLookups(
    { db, personalData },
    {
      customers: rowsOf(file.customers),
      products: rowsOf(file.products),
    },
  );
  const placed: PlacedEvent[] = [];
  const orders = [...byOrder(file.changes)].filter(([order]) => !problems.orders.has(order));
  for await (const chunk of inChunks(orders, 1_000)) {
    const holders = await archive.findClaimHolders(chunk.map(([order]) => referenceClaim(order)));
    for (const [i, [order, changes]] of chunk.entries()) {
      const claim = referenceClaim(order);
      const streamId = holders[i] ?? store.newStreamId(claim);
      const played = await playHistory(streamId, changes, lookups);
      if ('refused' in played) {
        problems.add({ line: played.refused.line, why: played.why, kind: 'change', order });
        continue;
      }
      for (const { change, version, event } of played) {
        placed.push({
          line: change.line,
          order,
          streamId,
          version,
          event,
          claim: version === 1 ? claim : undefined,
        });
      }
    }
  }
  placed.sort((a, b) => a.event.recordedAt - b.event.recordedAt || a.line - b.line || a.version - b.version);
  return () => placed;
}

function byOrder(changes: readonly ChangeAtLine[]): Map<string, ChangeAtLine[]> {
  const orders = new Map<string, ChangeAtLine[]>();
  for (const change of changes) {
    const known = orders.get(change.order);
    if (known) known.push(change);
    else orders.set(change.order, [change]);
  }
  return orders;
}

const rowsOf = <Row>(rows: ReadonlyMap<string, { readonly row: Row }>): Row[] =>
  Array.from(rows.values(), ({ row }) => row);
