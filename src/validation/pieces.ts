import { z } from 'zod';
import type { ProblemLimit } from '../event-sourcing/errors.js';

/** The largest value of GraphQL's Int and of Postgres' integer. */
export const largestInt = 2 ** 31 - 1;

/** Text as it was given: not blank, no control character, no half of a surrogate pair. */
export const text = (longest: number) => textWithout(/\p{Cc}/u, longest);

/** Text that may have line breaks and tabs. */
export const textOfLines = (longest: number) => textWithout(/[^\P{Cc}\n\r\t]/u, longest);

const textWithout = (controlCharacter: RegExp, longest: number) =>
  z
    .string({ error: 'must be a string' })
    // Everything after the length looks at a short string only.
    .max(longest, { error: `must have at most ${longest} characters`, abort: true })
    .refine((value) => /\S/.test(value), { error: 'must not be blank' })
    .refine((value) => !controlCharacter.test(value), { error: 'must not contain control characters' })
    .refine((value) => !/\p{Surrogate}/u.test(value), { error: 'must be well-formed Unicode' });

/** Id of a product or a customer. */
export const entityId = z
  .string({ error: 'must be a string' })
  .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'must be 1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-"' });

/** An id that the payment gateway gave. It becomes part of a path, where "." and ".." would lead elsewhere. */
export const gatewayId = z.string({ error: 'must be a string' }).regex(/^\w[\x21-\x7e]{0,254}$/, {
  error: 'must be 1 to 255 visible ASCII characters that begin with a letter, a digit or "_"',
});

/** The argument `id` of an operation about one product or customer. */
export const idArgument = z.object({ id: entityId });

/** UUID in lower case. */
export const uuid = z.uuid({ error: 'must be a UUID' }).toLowerCase();

/** `named`: what its problem says besides. */
export const integer = (least: number, most: number, named: ProblemLimit = {}) => {
  const error = `must be a whole number from ${least} to ${most}`;
  const inRange = (value: number) => Number.isInteger(value) && least <= value && value <= most;
  return z.number({ error }).refine(inRange, { error, params: named });
};

/** A refusal names the limit. */
export const listOf = <T extends z.ZodType>(item: T, longest: number, limit: string) =>
  z.array(item).refine(({ length }) => length <= longest, {
    error: `must have at most ${longest} items`,
    params: { limit, max: longest } satisfies ProblemLimit,
  });

const largestPage = 100;

/** How many items a page may have. A refusal names the limit, as those of operations do. */
export const pageSize = integer(1, largestPage, { limit: 'pageSize', max: largestPage });

const earliest = -62_135_596_800_000; // 0001-01-01, the first day that all readers of an instant know

/** The instant of a row, in milliseconds, as a place in a list tells it: in the years 1 to 9999. */
export const rowInstant = integer(earliest, 253_402_300_799_999);

/** An instant of history, in milliseconds: ISO 8601 with zone, from the year 1 up to now. */
export const pastInstant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 instant with zone' })
  .transform((value) => Date.parse(value))
  .refine((at) => at >= earliest, { error: 'must not lie before the year 1' })
  .refine((at) => at <= Date.now(), { error: 'must not lie in the future' });

/** What a client may leave out or set to null, which mean the same. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);
