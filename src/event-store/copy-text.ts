export type CopyRow = readonly (string | number | null)[];

const rowsPerChunk = 500;

/** Rows in COPY's text format, some at a time. */
export function* copyText(rows: readonly CopyRow[]): Generator<string, void> {
  for (let first = 0; first < rows.length; first += rowsPerChunk) {
    yield rows
      .slice(first, first + rowsPerChunk)
      .map((row) => `${row.map(field).join('\t')}\n`)
      .join('');
  }
}

function field(value: string | number | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return special.test(value) ? value.replace(everySpecial, (it) => escapes[it] as string) : value;
}

const special = /[\\\t\n\r]/;
const everySpecial = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
