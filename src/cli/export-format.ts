import { z } from 'zod';
import type { StoredEvent, StoredKey } from '../event-sourcing/event-archive.js';
import { integer, largestInt, pastInstant } from '../validation/index.js';

// The kinds of line that an export has besides customers and products. `at` is an instant with milliseconds;
// `data` is JSON text inside a string, so that its bytes are kept.

// Any version of UUID: correlation ids come from clients.
const uuid = z.guid({ error: 'must be a UUID' }).toLowerCase();
const stored = z
  .string({ error: 'must be a string' })
  .refine((text) => !/\0|\p{Surrogate}/u.test(text), { error: 'must be text that can be stored' });
const json = stored.refine(isJson, { error: 'must be JSON text' });

export const eventLine = z.strictObject({
  kind: z.literal('event'),
  streamId: uuid,
  version: integer(1, largestInt),
  id: uuid,
  type: stored,
  schemaVersion: integer(1, 2 ** 15 - 1),
  at: pastInstant,
  actor: stored,
  correlationId: uuid,
  causationId: uuid.nullable(),
  requestId: stored.nullable(),
  source: stored.nullable().default(null), // older exports do not tell
  subject: stored.nullable(),
  data: json,
});

export const keyLine = z.strictObject({
  kind: z.literal('key'),
  actor: stored,
  key: stored,
  fingerprint: stored,
  streamId: uuid,
  firstVersion: integer(1, largestInt),
  lastVersion: integer(0, largestInt),
  at: pastInstant,
});

/** What else goes on where the export is imported. Older exports have none. */
export const storeLine = z.strictObject({
  kind: z.literal('store'),
  cursorKey: z.string().regex(/^[\w-]{43}$/, { error: 'must be a key' }),
});

/** The last line. Without it an export has been cut off. */
export const endLine = z.strictObject({
  kind: z.literal('end'),
  events: integer(0, Number.MAX_SAFE_INTEGER),
});

export type EventLine = z.output<typeof eventLine>;
export type KeyLine = z.output<typeof keyLine>;

export type StoreLine = z.output<typeof storeLine>;

export const toEventLine = (event: StoredEvent): z.input<typeof eventLine> => ({
  kind: 'event',
  streamId: event.streamId,
  version: event.version,
  id: event.id,
  type: event.type,
  schemaVersion: event.schemaVersion,
  at: new Date(event.recordedAt).toISOString(),
  actor: event.actor,
  correlationId: event.correlationId,
  causationId: event.causationId,
  requestId: event.requestId,
  source: event.source,
  subject: event.subject,
  data: event.data,
});

export const toKeyLine = ({ recordedAt, ...key }: StoredKey): z.input<typeof keyLine> => ({
  kind: 'key',
  ...key,
  at: new Date(recordedAt).toISOString(),
});

export const toStoredKey = ({ kind: _, at, ...key }: KeyLine): StoredKey => ({ ...key, recordedAt: at });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
