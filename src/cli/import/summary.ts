import type { ImportFile } from './import-file.js';
import type { ImportOutcome } from './import-into-store.js';
import type { Problems } from './problems.js';

interface Count {
  readonly what: string;
  readonly written: number;
  readonly there: number;
  /** Lines that are left out with their order are not counted one by one. */
  readonly leftOut?: number;
}

/** A table of what was written, what was there already, and what was left out. */
export function summarise(outcome: ImportOutcome, file: ImportFile, problems: Problems): string {
  const { masterData, plan, events, keys } = outcome;
  const refused = (kind: string) => problems.all.filter((problem) => problem.kind === kind).length;
  const orders = [...plan.values()].filter(({ order }) => !problems.orders.has(order));
  const whole = orders.filter((order) => order.there === order.events).length;
  const counts = table([
    ...(['customer', 'product'] as const).map((kind) => ({
      what: `${kind}s`,
      written: masterData[`${kind}s`],
      there: file[`${kind}s`].size - masterData[`${kind}s`],
      leftOut: refused(kind),
    })),
    { what: 'orders', written: orders.length - whole, there: whole, leftOut: problems.orders.size },
    { what: 'events', written: events, there: orders.reduce((sum, { there }) => sum + there, 0) },
    ...(keys ? [{ what: 'keys', ...keys, leftOut: refused('key') }] : []),
  ]);
  const nothing = masterData.customers + masterData.products + events + (keys?.written ?? 0) === 0;
  return nothing ? `${counts}\nNothing was written` : counts;
}

const table = (counts: readonly Count[]): string =>
  [
    row('', 'written', 'already there', 'left out'),
    ...counts.map(({ what, ...numbers }) =>
      row(
        what,
        ...[numbers.written, numbers.there, numbers.leftOut].map((it) => it?.toLocaleString('en-US') ?? ''),
      ),
    ),
  ].join('\n');

const row = (what: string, ...cells: readonly string[]): string =>
  `${what.padEnd(10)}${cells.map((cell) => cell.padStart(15)).join('')}`.trimEnd();
