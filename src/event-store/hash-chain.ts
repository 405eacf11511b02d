import { hash } from 'node:crypto';
import type { Instant, NewEvent } from '../event-sourcing/event.js';

// What is hashed, byte for byte: docs/history.md. The SQL function event_store.append() makes the same.

/** Stands where nothing comes before: in front of a stream's first event, and of a lane's. */
export const beginning = Buffer.alloc(32);

/** What an event says and who says it, as a writer knows it before the store gives it a place. */
export const digestOf = (event: NewEvent): Buffer =>
  sha256(
    lengthPrefixed([
      event.id.toLowerCase(),
      event.type,
      String(event.schemaVersion),
      event.json,
      event.actor,
      event.correlationId.toLowerCase(),
      event.causationId?.toLowerCase() ?? null,
      event.requestId ?? null,
      event.source ?? null,
      event.subject ?? null,
    ]),
  );

export interface ChainPlace {
  readonly streamId: string;
  readonly version: number;
  readonly recordedAt: Instant;
}

/** An event's hash: over its digest, its place, and the hash of the event before it in its stream. */
export function hashOf(
  previous: Buffer,
  digest: Buffer,
  { streamId, version, recordedAt }: ChainPlace,
): Buffer {
  const place = Buffer.alloc(28);
  place.write(streamId.replaceAll('-', ''), 'hex');
  place.writeInt32BE(version, 16);
  place.writeBigInt64BE(BigInt(recordedAt), 20);
  return sha256(Buffer.concat([previous, digest, place]));
}

/** A lane's root after an event. */
export const rootOf = (previous: Buffer, eventHash: Buffer): Buffer =>
  sha256(Buffer.concat([previous, eventHash]));

/** So that no two lists of texts are the same bytes: each behind its length, or -1 where it is absent. */
function lengthPrefixed(texts: readonly (string | null)[]): Buffer {
  const lengths = texts.map((text) => (text === null ? -1 : Buffer.byteLength(text)));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + Math.max(0, length), 0));
  let end = 0;
  for (const [i, text] of texts.entries()) {
    end = bytes.writeInt32BE(lengths[i] as number, end);
    if (text !== null) end += bytes.write(text, end);
  }
  return bytes;
}

const sha256 = (bytes: Buffer): Buffer => hash('sha256', bytes, 'buffer');
