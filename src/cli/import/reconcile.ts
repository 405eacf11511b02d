import type { Instant } from '../../event-sourcing/event.js';
import type { EventArchive } from '../../event-sourcing/event-archive.js';
import { inChunks } from '../chunks.js';
import type { EventSource, PlacedEvent } from './placed-event.js';
import type { Problems } from './problems.js';

/** How much of an order the store has already. */
export interface OrderPlan {
  readonly order: string;
  events: number;
  /** Its first events, as many as this, are in the store. */
  there: number;
  /** The first event that would have to stand after a newer one. */
  late?: Late;
}

interface Late {
  readonly line: number;
  readonly at: Instant;
  /** When the store's newest event was recorded. */
  readonly newest: Instant;
}

/** By stream. */
export type ImportPlan = ReadonlyMap<string, OrderPlan>;

/**
 * Finds out how much of a file the store has already. Orders of which it has other events are left out.
 * Throws where what is missing would have to stand after newer events.
 */
export async function reconcile(
  source: EventSource,
  archive: EventArchive,
  problems: Problems,
): Promise<ImportPlan> {
  const plan = new Map<string, OrderPlan>();
  const newestOf = await archive.newestInstants();
  for await (const events of inChunks(source(), 1_000)) {
    const stored = await findStored(events, archive);
    for (const [i, placed] of events.entries()) {
      const { streamId, line, order: name, event } = placed;
      const order = plan.get(streamId) ?? { order: name, events: 0, there: 0 };
      plan.set(streamId, order);
      order.events += 1;
      const { id, holder } = stored[i] as Stored;
      const why = contradiction(placed, { id, holder });
      if (why !== undefined) problems.add({ line, why, kind: undefined, order: name });
      else if (id !== undefined) order.there += 1;
      else if (event.recordedAt < newestOf(streamId)) {
        order.late ??= { line, at: event.recordedAt, newest: newestOf(streamId) };
      }
    }
  }
  refuseLate([...plan.values()].filter(({ order }) => !problems.orders.has(order)));
  return plan;
}

/** What the store has where an event belongs, and who holds the name that it claims. */
interface Stored {
  readonly id: string | undefined;
  readonly holder: string | undefined;
}

async function findStored(events: readonly PlacedEvent[], archive: EventArchive): Promise<Stored[]> {
  const claims = events.flatMap(({ claim }) => claim ?? []);
  const [ids, holders] = await Promise.all([archive.findEventIds(events), archive.findClaimHolders(claims)]);
  const holderOf = new Map(claims.map((claim, i) => [claim, holders[i]]));
  return events.map(({ claim }, i) => ({ id: ids[i], holder: claim && holderOf.get(claim) }));
}

function contradiction(
  { streamId, version, event, claim }: PlacedEvent,
  { id, holder }: Stored,
): string | undefined {
  if (id !== undefined && id !== event.id) {
    return `the store has another event as version ${version} of order ${streamId}, not from this file`;
  }
  return holder !== undefined && holder !== streamId
    ? `order ${holder} holds the name ${claim} already`
    : undefined;
}

function refuseLate(orders: readonly OrderPlan[]): void {
  const late = orders.flatMap((order) => order.late ?? []).sort((a, b) => a.line - b.line)[0];
  if (!late) return;
  const [at, newest] = [late.at, late.newest].map((instant) => new Date(instant).toISOString());
  throw new Error(
    `Nothing was written: line ${late.line} is from ${at}, but the store has events up to ${newest}, and time ` +
      'must not run backwards along its feed. Import into an empty store',
  );
}
