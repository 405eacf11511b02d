import { stat } from 'node:fs/promises';
import type { ProductDraft } from '../../catalogue/index.js';
import type { Customer } from '../../customers/index.js';
import type { HistoryChange } from '../../orders/index.js';
import { startProgress } from '../progress.js';
import { createExportSurvey, type ExportSurvey } from './export-survey.js';
import type { Problems } from './problems.js';
import { type FileRecord, readRecords } from './records.js';

export interface AtLine<Row> {
  readonly line: number;
  readonly row: Row;
}

export type ChangeAtLine = HistoryChange & { readonly line: number };

/**
 * What a file holds. Customers, products and changes are kept in memory; an export's events are only
 * surveyed, and read again when they are written.
 */
export interface ImportFile {
  readonly path: string;
  /** By id. */
  readonly customers: Map<string, AtLine<Customer>>;
  readonly products: Map<string, AtLine<ProductDraft>>;
  readonly changes: readonly ChangeAtLine[];
  readonly survey: ExportSurvey;
  /** Of the store that was exported; undefined where the file does not tell. */
  readonly cursorKey: string | undefined;
}

type Writable = Omit<ImportFile, 'cursorKey'> & {
  readonly changes: ChangeAtLine[];
  cursorKey: string | undefined;
};

/**
 * Reads and checks a file as far as that can be done without a store. Throws where it cannot be read, or is
 * not whole enough for any of its events to be trusted.
 */
export async function readImportFile(path: string, problems: Problems): Promise<ImportFile> {
  const file: Writable = {
    path,
    customers: new Map(),
    products: new Map(),
    changes: [],
    survey: createExportSurvey(problems),
    cursorKey: undefined,
  };
  const { size } = await stat(path);
  const progress = startProgress('Reading', size / 1_000, 'kB');
  try {
    for await (const found of readRecords(path)) {
      take(found, file, problems);
      progress.advance(found.bytes / 1_000);
    }
  } finally {
    progress.stop();
  }
  const fault = file.survey.fault() ?? mixture(file);
  if (fault !== undefined) throw new Error(`Nothing was written. ${fault}`);
  return file;
}

function take({ line, record }: FileRecord, file: Writable, problems: Problems): void {
  const { kind } = record;
  if (kind === 'customer') {
    const { kind: _, ...row } = record;
    keep(file.customers, kind, { line, row }, problems);
  } else if (kind === 'product') {
    const { kind: _, ...row } = record;
    keep(file.products, kind, { line, row }, problems);
  } else if (kind === 'change') file.changes.push({ ...record, line });
  else if (kind === 'event') file.survey.event(line, record);
  else if (kind === 'key') file.survey.key();
  else if (kind === 'store') file.cursorKey ??= record.cursorKey;
  else if (kind === 'end') file.survey.end(record.events);
  else {
    const { why, wanted, order } = record;
    problems.add({ line, why, kind: wanted, order });
    if (wanted === 'event' && order !== undefined) file.survey.lost(order);
  }
}

const mixture = ({ changes, survey }: ImportFile): string | undefined =>
  changes.length > 0 && survey.events > 0
    ? 'A file holds either changes or events, but this one holds both'
    : undefined;

function keep<Row extends { readonly id: string }>(
  rows: Map<string, AtLine<Row>>,
  kind: string,
  found: AtLine<Row>,
  problems: Problems,
): void {
  const { id } = found.row;
  const known = rows.get(id);
  if (!known) rows.set(id, found);
  else {
    const why = `${kind} ${id} is on line ${known.line} already`;
    problems.add({ line: found.line, why, kind, order: undefined });
  }
}
