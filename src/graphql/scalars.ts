import { GraphQLError, GraphQLScalarType } from 'graphql';

export { GraphQLJSON as JsonScalar } from 'graphql-scalars';

/** Takes an instant with its zone, gives UTC with milliseconds; finer fractions are cut off. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'ISO 8601 instant with zone, answered in UTC with millisecond precision.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parseValue: parseInstant,
  serialize(value) {
    if (value instanceof Date && isWithinYears(value)) return value.toISOString();
    throw new TypeError(`DateTime cannot represent ${excerpt(value)}`);
  },
});

/** Stays a string from end to end: no float ever touches it. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'Decimal number as a string, in the major unit of its currency: "12.50". Never a float.',
  parseValue(value) {
    if (isDecimal(value)) return value;
    throw new GraphQLError(
      `Decimal must be a string of at most 40 digits, like "12.50", without exponent; got ${excerpt(value)}.`,
    );
  },
  serialize(value) {
    if (isDecimal(value)) return value;
    throw new TypeError(`Decimal cannot represent ${excerpt(value)}`);
  },
});

/** Checked for its shape only: what is inside is the feed's own affair. */
export const CursorScalar = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description:
    'Opaque place in the global event feed. Clients store it and send it back, and never look inside.',
  parseValue(value) {
    if (isCursor(value)) return value;
    throw new GraphQLError(
      `Cursor must be a string that an earlier answer gave, unchanged; got ${excerpt(value)}.`,
    );
  },
  serialize(value) {
    if (isCursor(value)) return value;
    throw new TypeError(`Cursor cannot represent ${excerpt(value)}`);
  },
});

const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 40 && /^-?\d+(\.\d+)?$/.test(value);

const isCursor = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 1_000 && /^[A-Za-z0-9_-]+$/.test(value);

const instantPattern =
  /^(?<date>(?<year>\d{4})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01]))[Tt](?<time>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?<fraction>\.\d+)?(?<zone>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function parseInstant(value: unknown): Date {
  const parts =
    typeof value === 'string' && value.length <= 64 ? instantPattern.exec(value)?.groups : undefined;
  if (parts === undefined) {
    throw new GraphQLError(
      `DateTime must be an ISO 8601 instant with zone, like "2025-01-31T09:30:00Z"; got ${excerpt(value)}.`,
    );
  }
  const milliseconds = (parts.fraction ?? '').slice(0, 4);
  const instant = new Date(`${parts.date}T${parts.time}${milliseconds}${parts.zone?.toUpperCase()}`);
  if (Number(parts.day) > daysInMonth(Number(parts.year), Number(parts.month)) || !isWithinYears(instant)) {
    throw new GraphQLError(
      `DateTime must be a day of the calendar in the years 0001 to 9999; got ${excerpt(value)}.`,
    );
  }
  return instant;
}

// The calendar repeats after 400 years; Date.UTC takes years below 100 for 19xx.
const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

const isWithinYears = (instant: Date): boolean => {
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999;
};

function excerpt(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
