import type { Db } from '../database/database.js';
import type {
  HistoryFault,
  VerifiedPage,
  VerifiedPlace,
  VerifyFeed,
} from '../event-sourcing/feed-verifier.js';
import { beginning } from './hash-chain.js';
import { type ChainedHead, readChained, readChainedHeads, readStoredRoot } from './read-chained.js';
import { laneWalk } from './verify-lane.js';
import { faultsInTraces } from './verify-traces.js';

/** Through `db`: of a bulk pool, since statements on whole tables take their time. */
export const feedVerifier = (db: Db, pageSize = 2_000): VerifyFeed =>
  async function* verify(from) {
    let faults = 0;
    let places: readonly VerifiedPlace[] = [];
    for await (const page of verifyLanes(db, pageSize, from)) {
      ({ places } = page);
      faults += page.faults.length;
      yield page;
    }
    // Else they would tell again of what is known.
    if (faults === 0) yield { events: 0, places, faults: await faultsInTraces(db) };
  };

async function* verifyLanes(
  db: Db,
  pageSize: number,
  from: readonly VerifiedPlace[] | undefined,
): AsyncGenerator<VerifiedPage, void> {
  const { heads, stray } = await readChainedHeads(db);
  const begun = from?.length === heads.length ? from : [];
  const places = heads.map((_, i) => begun[i] ?? start);
  const lost = heads.length + stray.length === 0 ? [withoutLanes] : stray.map(withoutHead);
  yield { events: 0, places: [...places], faults: lost };
  for (const [i, head] of heads.entries()) {
    const walk = laneWalk(head.lane, places[i] as VerifiedPlace);
    yield { events: 0, places: [...places], faults: await faultsBefore(db, head.lane, walk.place()) };
    // From before any position, so that nothing can hide there.
    const after = walk.place().position || Number.MIN_SAFE_INTEGER;
    let faults = 0;
    for await (const events of readChained(db, head.lane, after, head.position, pageSize)) {
      const found = events.flatMap((event) => walk.step(event) ?? []);
      places[i] = walk.place();
      faults += found.length;
      yield { events: events.length, places: [...places], faults: found };
    }
    yield { events: 0, places: [...places], faults: faultsAtEnd(head, walk.place(), faults > 0) };
  }
}

const start: VerifiedPlace = { position: 0, root: beginning.toString('hex'), recordedAt: null };

const withoutHead = (lane: number): HistoryFault => ({
  lane,
  position: 0,
  what: 'there are events in this lane, and no head',
});

const withoutLanes: HistoryFault = { lane: 0, position: 0, what: 'the feed has neither events nor a head' };

/** What was verified by an earlier run is believed, where it still leads to the same root. */
async function faultsBefore(
  db: Db,
  lane: number,
  { position, root }: VerifiedPlace,
): Promise<HistoryFault[]> {
  if (position === 0) return [];
  const stored = await readStoredRoot(db, lane, position);
  if (stored?.toString('hex') === root) return [];
  return [
    { lane, position, what: 'the root after it is another than when the feed was verified up to here' },
  ];
}

/** What the head tells that the events did not. */
function faultsAtEnd(head: ChainedHead, place: VerifiedPlace, known: boolean): HistoryFault[] {
  const { lane, position } = head;
  const at = (where: number, what: string): HistoryFault[] => [{ lane, position: where, what }];
  if (place.position < position) {
    return at(
      place.position + 1,
      `the events from here to ${position}, where the head says the feed ends, are missing`,
    );
  }
  if (head.last > position) {
    return at(
      position + 1,
      `events up to ${head.last} stand behind ${position}, where the head says the feed ends`,
    );
  }
  if (head.root.toString('hex') !== place.root)
    return at(position, 'the head has another root than the last event');
  if (head.recordedAt !== (place.recordedAt ?? Number.NEGATIVE_INFINITY)) {
    return at(position, 'the head tells another instant than the last event');
  }
  if (head.events !== position && !known)
    return at(position, `the lane has ${head.events} events, not ${position}`);
  return [];
}
