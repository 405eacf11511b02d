import { TimeOrderError } from '../../event-sourcing/errors.js';
import type { Append, AppendRefusal, EventStore } from '../../event-sourcing/event-store.js';
import { inChunks } from '../chunks.js';
import type { EventSource, PlacedEvent } from './placed-event.js';
import type { Problems } from './problems.js';
import type { ImportPlan } from './reconcile.js';

/** Writes what the store does not have yet; answers how many events. What is written stays, whatever follows. */
export async function writeEvents(
  source: EventSource,
  plan: ImportPlan,
  store: Pick<EventStore, 'appendInOrder'>,
  problems: Problems,
  onWritten: (events: number) => void,
): Promise<number> {
  let written = 0;
  for await (const chunk of inChunks(missing(source, plan, problems), 500)) {
    const runs = runsOfOneStream(chunk);
    const refusals = await store.appendInOrder(runs.map(toAppend)).catch(explain);
    for (const [i, run] of runs.entries()) {
      const [{ line, order }] = run as [PlacedEvent];
      const refusal = refusals[i];
      if (!refusal) written += run.length;
      // Only the first refusal of an order tells; the others follow from it.
      else if (!problems.orders.has(order))
        problems.add({ line, why: describe(refusal), kind: undefined, order });
    }
    onWritten(chunk.length);
  }
  return written;
}

async function* missing(
  source: EventSource,
  plan: ImportPlan,
  problems: Problems,
): AsyncGenerator<PlacedEvent> {
  for await (const placed of source()) {
    const there = plan.get(placed.streamId)?.there ?? 0;
    if (placed.version > there && !problems.orders.has(placed.order)) yield placed;
  }
}

/** Events of one stream that stand together go in one append. */
function runsOfOneStream(events: readonly PlacedEvent[]): PlacedEvent[][] {
  const runs: PlacedEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0]?.streamId === event.streamId) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

function toAppend(run: readonly PlacedEvent[]): Append {
  const [{ streamId, version, claim }] = run as [PlacedEvent];
  return {
    streamId,
    expectedVersion: version - 1,
    events: run.map(({ event }) => event),
    ...(claim === undefined ? {} : { claim }),
  };
}

/** Somebody else wrote to the order since the file was compared with the store. */
function describe(refusal: AppendRefusal): string {
  switch (refusal.kind) {
    case 'claimed':
      return `order ${refusal.holder} took its reference meanwhile`;
    case 'conflict':
      return `the order came to version ${refusal.currentVersion} meanwhile`;
    case 'repeated':
      return `it stands for an earlier command`;
  }
}

function explain(cause: unknown): never {
  const then =
    cause instanceof TimeOrderError
      ? 'Others wrote to the store meanwhile, and what is left cannot stand after their newer events. ' +
        'Import into an empty store, and let nobody write to it until the import is done'
      : 'Run it again, and it goes on where it ended';
  throw new Error(`The import ended half-way. ${then}`, { cause });
}
