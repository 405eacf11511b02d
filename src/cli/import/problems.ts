export interface Problem {
  readonly line: number;
  readonly why: string;
  /** What the line is about: customer, product, change, event or key. */
  readonly kind: string | undefined;
  /** Its order, which is left out whole. */
  readonly order: string | undefined;
}

export interface Problems {
  readonly all: readonly Problem[];
  /** Orders by the name that the file knows them by: their reference, in an export their id. */
  readonly orders: ReadonlySet<string>;
  add(problem: Problem): void;
}

/** What is wrong with a file, each thing once. */
export function createProblems(): Problems {
  const all: Problem[] = [];
  const orders = new Set<string>();
  const told = new Set<string>();
  return {
    all,
    orders,
    add(problem) {
      const text = toText(problem);
      if (told.has(text)) return;
      told.add(text);
      all.push(problem);
      if (problem.order !== undefined) orders.add(problem.order);
    },
  };
}

/** One line for each problem, in the order of the file. */
export const listProblems = ({ all }: Problems): string[] =>
  all.toSorted((a, b) => a.line - b.line).map(toText);

const toText = ({ line, why, order }: Problem): string =>
  `line ${line}: ${why}${order === undefined ? '' : `. Order ${order} is left out`}`;
