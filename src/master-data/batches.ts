import type { Rejection } from '../event-sourcing/errors.js';
import { violatedConstraint } from './violated-constraint.js';

const batchSize = 1_000;

/** What became of an import: how many rows were new or different, and which were refused. */
export interface ImportOutcome<Row> {
  readonly written: number;
  readonly refused: readonly { readonly row: Row; readonly rejection: Rejection }[];
}

export interface ImportStatement<Row> {
  /** Inserts, or updates what differs, and answers how many rows it wrote. */
  write(batch: readonly Row[]): Promise<number>;
  /** Why a constraint refused the row. */
  refusalOf(error: unknown, row: Row): Rejection;
}

/**
 * Writes rows in their order, many in a statement. Of several with one id the last counts, so that a second
 * import of the same rows writes nothing. Not for use in a transaction, which a refused row would end.
 */
export async function importInBatches<Row extends { readonly id: string }>(
  rows: readonly Row[],
  statement: ImportStatement<Row>,
): Promise<ImportOutcome<Row>> {
  const distinct = [...new Map(rows.map((row) => [row.id, row])).values()];
  const outcomes: ImportOutcome<Row>[] = [];
  for (let start = 0; start < distinct.length; start += batchSize) {
    outcomes.push(await importBatch(distinct.slice(start, start + batchSize), statement));
  }
  return together(outcomes);
}

/** A batch that a constraint refuses is halved until each row at fault stands alone. */
async function importBatch<Row>(
  batch: readonly Row[],
  statement: ImportStatement<Row>,
): Promise<ImportOutcome<Row>> {
  try {
    return { written: await statement.write(batch), refused: [] };
  } catch (error) {
    const [row] = batch;
    if (row === undefined || violatedConstraint(error) === undefined) throw error;
    if (batch.length === 1)
      return { written: 0, refused: [{ row, rejection: statement.refusalOf(error, row) }] };
    const middle = batch.length >> 1;
    return together([
      await importBatch(batch.slice(0, middle), statement),
      await importBatch(batch.slice(middle), statement),
    ]);
  }
}

const together = <Row>(outcomes: readonly ImportOutcome<Row>[]): ImportOutcome<Row> => ({
  written: outcomes.reduce((sum, { written }) => sum + written, 0),
  refused: outcomes.flatMap(({ refused }) => refused),
});

/** All rows in the order of their ids, read a batch at a time. */
export async function* inBatches<Row extends { readonly id: string }>(
  read: (after: string | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row, void> {
  let after: string | undefined;
  do {
    const batch = await read(after, batchSize);
    yield* batch;
    after = batch.length === batchSize ? batch.at(-1)?.id : undefined;
  } while (after !== undefined);
}
