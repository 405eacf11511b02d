import { z } from 'zod';
import type { PersonRecord } from '../personal-data/index.js';
import { integer, pastInstant } from '../validation/index.js';

// The kinds of line of a file of keys. It opens what exports hold sealed: keep it apart from them.

const person = z.string().min(1);
const key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine(({ length }) => length === 32, { error: 'must be 32 bytes in base64' });

export const personKeyLine = z.strictObject({ kind: z.literal('person-key'), person, key });

export const erasureLine = z.strictObject({
  kind: z.literal('erasure'),
  person,
  at: pastInstant,
  actor: z.string(),
  reason: z.string(),
});

/** The last line. Without it a file has been cut off. */
export const endOfKeysLine = z.strictObject({
  kind: z.literal('end'),
  persons: integer(0, Number.MAX_SAFE_INTEGER),
});

export type PersonLine = z.output<typeof personKeyLine> | z.output<typeof erasureLine>;

export function toPersonLine(record: PersonRecord): object {
  if ('key' in record) return { kind: 'person-key', person: record.id, key: record.key.toString('base64') };
  const { personId, at, actor, reason } = record.erasure;
  return { kind: 'erasure', person: personId, at: new Date(at).toISOString(), actor, reason };
}

export const toPersonRecord = (line: PersonLine): PersonRecord =>
  line.kind === 'person-key'
    ? { id: line.person, key: line.key }
    : {
        id: line.person,
        erasure: { personId: line.person, at: line.at, actor: line.actor, reason: line.reason },
      };
