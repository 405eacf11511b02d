import { describe, expect, it } from 'vitest';
import { reject } from '../event-sourcing/errors.js';
import { importInBatches, inBatches } from './batches.js';

interface Row {
  readonly id: string;
  readonly bad?: boolean;
}

const rowsUpTo = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(i).padStart(6, '0') }));

/** A table that refuses a whole statement for one bad row, as Postgres does. */
function table() {
  const rows: Row[] = [];
  const refusalOf = (_: unknown, { id }: Row) => reject('BUSINESS_RULE_ERROR', `${id} is bad`);
  async function write(batch: readonly Row[]) {
    if (batch.some(({ bad }) => bad))
      throw Object.assign(new Error('check'), { constraint: 'rows_bad_check' });
    rows.push(...batch);
    return batch.length;
  }
  return { rows, write, refusalOf };
}

describe('importInBatches', () => {
  it('writes many rows in few statements, in their order', async () => {
    const { rows, write, refusalOf } = table();
    let statements = 0;
    const counting = (batch: readonly Row[]) => {
      statements += 1;
      return write(batch);
    };
    const given = rowsUpTo(2_500);
    expect(await importInBatches(given, { write: counting, refusalOf })).toEqual({
      written: 2_500,
      refused: [],
    });
    expect(rows).toEqual(given);
    expect(statements).toBe(3);
  });

  it('leaves out the rows at fault and writes all others', async () => {
    const { rows, write, refusalOf } = table();
    const bad = new Set([0, 7, 8, 99]);
    const given = rowsUpTo(100).map((row, i) => (bad.has(i) ? { ...row, bad: true } : row));
    const { written, refused } = await importInBatches(given, { write, refusalOf });
    expect(written).toBe(96);
    expect(rows).toEqual(given.filter(({ bad }) => !bad));
    expect(refused.map(({ row }) => row)).toEqual(given.filter(({ bad }) => bad));
    expect(refused[0]?.rejection.message).toBe('000000 is bad');
  });

  it('takes the last of several rows with one id', async () => {
    const { rows, write, refusalOf } = table();
    const last = { id: 'a', bad: false };
    await importInBatches([{ id: 'a', bad: true }, { id: 'b' }, last], { write, refusalOf });
    expect(rows).toEqual([last, { id: 'b' }]);
  });

  it('passes on a failure that is no row’s fault', async () => {
    const { refusalOf } = table();
    const write = () => Promise.reject(new Error('connection lost'));
    await expect(importInBatches(rowsUpTo(3), { write, refusalOf })).rejects.toThrow('connection lost');
  });

  it('does nothing with nothing', async () => {
    expect(await importInBatches([], table())).toEqual({ written: 0, refused: [] });
  });
});

describe('inBatches', () => {
  it.each([0, 1, 999, 1_000, 1_001, 2_000])('reads each of %d rows once', async (count) => {
    const given = rowsUpTo(count);
    const read = async (after: string | undefined, limit: number) =>
      given.filter(({ id }) => id > (after ?? '')).slice(0, limit);
    const rows: Row[] = [];
    for await (const row of inBatches(read)) rows.push(row);
    expect(rows).toEqual(given);
  });
});
