import type { Append } from './event-store.js';

/** NUL, which Postgres refuses, and halves of surrogate pairs, which UTF-8 cannot carry. */
const isUnstorable = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** Throws a RangeError where a text of the append could not be read back as it was written. */
export function assertStorable({ events, idempotencyKey, claim }: Append): void {
  const texts = [
    claim,
    idempotencyKey?.actor,
    idempotencyKey?.key,
    idempotencyKey?.fingerprint,
    ...events.flatMap((it) => [it.type, it.json, it.actor, it.requestId, it.source, it.subject]),
  ];
  if (texts.some((text) => text != null && isUnstorable(text))) {
    throw new RangeError('Text with a NUL or half of a surrogate pair cannot be stored');
  }
}
