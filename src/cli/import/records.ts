import { z } from 'zod';
import { productRecord } from '../../catalogue/index.js';
import { customerRecord } from '../../customers/index.js';
import { isRejection } from '../../event-sourcing/errors.js';
import { historyChange } from '../../orders/index.js';
import { validate } from '../../validation/index.js';
import { endLine, eventLine, keyLine, storeLine } from '../export-format.js';
import { type Line, readLines } from './lines.js';

const customerLine = customerRecord.extend({ kind: z.literal('customer') }).strict();
const productLine = productRecord.extend({ kind: z.literal('product') }).strict();

const wellFormed = z.discriminatedUnion(
  'kind',
  [customerLine, productLine, historyChange, eventLine, keyLine, storeLine, endLine],
  { error: 'must be one of customer, product, change, event, key, store, end' },
);

export interface Malformed {
  readonly kind: 'malformed';
  readonly why: string;
  /** What can be told of it all the same: the kind that it wanted to be, and the order that it belongs to. */
  readonly wanted: string | undefined;
  readonly order: string | undefined;
}

interface RecordAtLine<Record> {
  readonly line: number;
  readonly bytes: number;
  readonly record: Record | Malformed;
}

export type FileRecord = RecordAtLine<z.output<typeof wellFormed>>;

/** What the lines of a history or an export say, one in memory at a time. Blank lines say nothing. */
export const readRecords = (path: string): AsyncGenerator<FileRecord, void> => recordsOf(path, wellFormed);

/** What the lines of a file say, where they are such records. */
export async function* recordsOf<Record>(
  path: string,
  schema: z.ZodType<Record>,
): AsyncGenerator<RecordAtLine<Record>, void> {
  for await (const line of readLines(path)) {
    if (line.text?.trim() === '') continue;
    yield { line: line.number, bytes: line.bytes, record: parse(line, schema) };
  }
}

function parse<Record>({ text }: Line, schema: z.ZodType<Record>): Record | Malformed {
  if (text === undefined) return malformed('', 'is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed(text, 'is not JSON');
  }
  const record = validate(schema, value);
  return isRejection(record) ? malformed(text, record.message) : record;
}

/** Reads the text rather than JSON, so that a line that was cut off still names its order. */
const malformed = (text: string, why: string): Malformed => ({
  kind: 'malformed',
  why,
  wanted: /"kind"\s*:\s*"(\w+)"/.exec(text)?.[1],
  order: /"(?:order|streamId)"\s*:\s*"([^"\\]+)"/.exec(text)?.[1],
});
