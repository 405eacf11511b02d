import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Recorded } from '../event-sourcing/event.js';
import type { Entry } from './entry.js';
import { isEvent, mergeTrail, type TrailItem, type TrailPlace, trailStart } from './trail.js';

const lanes = 3;
const entryId = (n: number) => `00000000-0000-7000-8000-${`${n}`.padStart(12, '0')}`;

/** What there is at a time, as the sources would give it: instants of an entry and of events in each lane. */
function record(instants: readonly number[], lane: number | 'entry', after = 0) {
  return [...instants]
    .sort((a, b) => a - b)
    .map((at, i) =>
      lane === 'entry'
        ? ({ id: entryId(after + i), at } as Entry)
        : ({ recordedAt: at, lane, position: after + i + 1 } as Recorded),
    );
}

type All = readonly (Entry | Recorded)[];

const idOf = (deed: Entry | Recorded) => (isEvent(deed) ? `${deed.lane}/${deed.position}` : deed.id);
const instantOf = (deed: Entry | Recorded) => (isEvent(deed) ? deed.recordedAt : deed.at);

/** A page, of sources that answer as the database does. */
function read(all: All, from: TrailPlace, limit: number): TrailItem[] {
  const [at, id, ...positions] = from;
  const entries = all.filter(
    (it): it is Entry => !isEvent(it) && (it.at < at || (it.at === at && it.id < id)),
  );
  const events = positions.map((before, lane) =>
    all.filter((it): it is Recorded => isEvent(it) && it.lane === lane && it.position < before).reverse(),
  );
  const newestFirst = entries.reverse().slice(0, limit);
  const pages = events.map((lane) => lane.slice(0, limit));
  return mergeTrail(from, newestFirst, pages, limit);
}

const instants = (from: number) => fc.array(fc.integer({ min: from, max: from + 3 }), { maxLength: 12 });

it('pages of all sources hold each deed once, newest first, whatever is recorded between them', () => {
  fc.assert(
    fc.property(
      fc.array(instants(0), { minLength: lanes + 1, maxLength: lanes + 1 }),
      fc.array(instants(4), { minLength: lanes + 1, maxLength: lanes + 1 }),
      fc.integer({ min: 1, max: 5 }),
      (before, meanwhile, size) => {
        const source = (n: number) => (n === lanes ? 'entry' : n);
        const old: All = before.flatMap((it, n) => record(it, source(n)));
        const more = meanwhile.flatMap((it, n) => record(it, source(n), before[n]?.length));
        const head = before.slice(0, lanes).map((it) => it.length);

        const seen: (Entry | Recorded)[] = [];
        let place: TrailPlace | undefined = trailStart(head);
        let all: All = old;
        while (place) {
          const page: TrailItem[] = read(all, place, size);
          seen.push(...page.map(({ deed }) => deed));
          place = page.length < size ? undefined : page.at(-1)?.place;
          all = [...old, ...more];
        }
        expect(seen.map(idOf).sort()).toEqual(old.map(idOf).sort());
        expect(seen.map(instantOf)).toEqual(seen.map(instantOf).sort((a, b) => b - a));
      },
    ),
    { numRuns: 500 },
  );
});
