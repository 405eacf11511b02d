import { uuidv7 } from 'uuidv7';
import type { NewEvent } from '../event-sourcing/event.js';
import type { EventSchemas } from '../event-sourcing/event-schema.js';
import type { Append } from '../event-sourcing/event-store.js';

/** The events with which stores are tested: `Noted` has one shape, `Signed` is in its third. */
export const noteSchemas: EventSchemas = {
  Noted: { upcasters: [] },
  Signed: {
    upcasters: [
      (name: string) => ({ name }),
      ({ name }: { name: string }) => ({ name, at: 'an unknown place' }),
    ],
  },
};

/** An event that says what it is told to, and the rest as it may be. */
export const note = (changes: Partial<NewEvent> = {}): NewEvent => ({
  id: uuidv7(),
  type: 'Noted',
  schemaVersion: 1,
  json: '"a note"',
  actor: 'tester',
  correlationId: uuidv7(),
  ...changes,
});

export const notes = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, i) => note({ json: `"note ${i + 1}"` }));

/** One note in a new stream, unless the changes say otherwise. */
export const noting = (changes: Partial<Append> = {}): Append => ({
  streamId: uuidv7(),
  expectedVersion: 0,
  events: [note()],
  ...changes,
});
