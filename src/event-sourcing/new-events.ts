import type { Decider } from './decider.js';
import type { DomainEvent, Metadata, NewEvent } from './event.js';
import { type EventSchemas, newestVersion } from './event-schema.js';
import type { Snapshot } from './replay.js';

interface Recording<State, Command, Event extends DomainEvent> {
  readonly decider: Decider<State, Command, Event>;
  readonly schemas: EventSchemas;
  newId(): string;
}

/** What a decider decided, ready for the store. Throws where a type of event has no schema. */
export function toNewEvents<State, Command, Event extends DomainEvent>(
  { decider, schemas, newId }: Recording<State, Command, Event>,
  events: readonly Event[],
  before: Snapshot<State>,
  metadata: Metadata,
): NewEvent[] {
  const subject = decider.subjectOf(before.state, events);
  return events.map(({ type, data }) => {
    const schema = schemas[type];
    if (!schema) throw new Error(`No schema is registered for the event type ${type}`);
    const schemaVersion = newestVersion(schema);
    return { ...metadata, id: newId(), type, schemaVersion, json: JSON.stringify(data), subject };
  });
}
