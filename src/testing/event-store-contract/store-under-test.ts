import type { Recorded } from '../../event-sourcing/event.js';
import type { EventSchemas, OnUnknownType } from '../../event-sourcing/event-schema.js';
import type { AppendOutcome, EventStore, KeyRecord } from '../../event-sourcing/event-store.js';

/** New and empty in each test. */
export interface StoreUnderTest {
  readonly store: EventStore & { readonly lanes: number };
  /** Types that the store has reported as unknown so far. */
  readonly unknownTypes: readonly string[];
}

/** Answers the store of the test that is running. */
export type Given = () => StoreUnderTest;

export interface OpenOptions {
  readonly schemas: EventSchemas;
  readonly onUnknownType: OnUnknownType;
}

/** Makes stores of one kind. */
export interface StoreFactory {
  /** A store without an event. The one before may be emptied for it. */
  empty(): Promise<StoreUnderTest['store']>;
  close(): Promise<void>;
}

/** The events that were appended; fails where the append was refused. */
export function appended(outcome: AppendOutcome): readonly Recorded[] {
  if (outcome.kind !== 'appended') throw new Error(`The append was refused: ${JSON.stringify(outcome)}`);
  return outcome.events;
}

/** What stood for the key before; fails where the append was not refused for that. */
export function repeated(outcome: AppendOutcome): KeyRecord {
  if (outcome.kind !== 'repeated')
    throw new Error(`The append was no repetition: ${JSON.stringify(outcome)}`);
  return outcome.record;
}

/** All events of the feed, page by page. */
export async function wholeFeed({ store }: StoreUnderTest): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  let cursor: readonly number[] = Array<number>(store.lanes).fill(0);
  for (let hasMore = true; hasMore; ) {
    const page = await store.readFeed(cursor, 100);
    events.push(...page.events);
    ({ cursor, hasMore } = page);
  }
  return events;
}

/** How many of each kind. */
export function countKinds(
  outcomes: readonly AppendOutcome[],
): Partial<Record<AppendOutcome['kind'], number>> {
  const counts: Partial<Record<AppendOutcome['kind'], number>> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** Text that breaks what quotes, escapes, joins or cuts text carelessly. */
export const hostileTexts = Object.entries({
  'of many scripts': '👩‍👩‍👧 ünïcödé 漢字 \u202eright to left',
  'full of quotes': `it's "quoted" \`and\` \\escaped\\ \\u0000 \\x00`,
  'an array of Postgres': '{a,"b",NULL}',
  'the word NULL': 'NULL',
  empty: '',
  'white space and control characters': ' \t\r\n\u0001\u007f\u2028\u2029\ufeff ',
  SQL: "'); drop table event_store.events; --",
  'full of placeholders': '$1 %s {{x}}',
  __proto__: '__proto__',
  constructor: 'constructor',
  long: 'x'.repeat(2_000),
});
