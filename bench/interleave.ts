/** One thing to measure: runs for about `milliseconds` and answers operations per second. */
export interface Candidate {
  readonly name: string;
  /** Whose figure of the same round this one is divided by; absent for a baseline. */
  readonly baseline?: string;
  run(milliseconds: number): Promise<number>;
}

export interface Measured {
  readonly name: string;
  readonly baseline?: string;
  /** Median over all rounds, operations per second. */
  readonly perSecond: number;
  /** Median over all rounds of the ratio to the baseline's figure of the same round. */
  readonly ratio?: number;
}

/** Candidates that share a set-up, and how to end it. */
export interface Contest {
  readonly candidates: readonly Candidate[];
  /** What else to show of each, from its last round. */
  readonly columns?: readonly { readonly title: string; of(name: string): string }[];
  stop(): Promise<void>;
}

export interface Rounds {
  readonly rounds: number;
  readonly milliseconds: number;
}

/**
 * Runs all candidates in turn, round after round, so that a machine that grows slower or faster does so for
 * all of them; the first round warms up and is not counted. Ratios can be compared between machines, figures cannot.
 */
export async function interleave(
  candidates: readonly Candidate[],
  { rounds, milliseconds }: Rounds,
): Promise<Measured[]> {
  const figures = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of candidates) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kround ${round} of ${rounds}: ${name}`);
      const figure = await run(milliseconds);
      if (round > 0) figures.get(name)?.push(figure);
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return candidates.map(({ name, baseline }) => {
    const own = figures.get(name) ?? [];
    const perSecond = median(own);
    if (baseline === undefined) return { name, perSecond };
    const theirs = figures.get(baseline) ?? [];
    return {
      name,
      baseline,
      perSecond,
      ratio: median(own.map((figure, i) => figure / (theirs[i] ?? Number.NaN))),
    };
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Keeps `concurrency` operations under way for a while; operations per second. */
export async function throughput(
  operation: () => Promise<unknown>,
  concurrency: number,
  milliseconds: number,
): Promise<number> {
  const start = performance.now();
  let done = 0;
  const worker = async () => {
    while (performance.now() - start < milliseconds) {
      await operation();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (done * 1_000) / (performance.now() - start);
}

/** A table in Markdown. */
export function table(
  title: string,
  measured: readonly Measured[],
  columns: NonNullable<Contest['columns']> = [],
): string {
  const rows = measured.map(({ name, baseline, perSecond, ratio }) => [
    name,
    Math.round(perSecond).toLocaleString('en-US'),
    ...columns.map((column) => column.of(name)),
    ratio === undefined ? '1' : `${ratio.toFixed(2)} × ${baseline}`,
  ]);
  const heading = [title, 'per second', ...columns.map((column) => column.title), 'ratio'];
  const alignment = ['---', ...columns.map(() => '---:'), '---:', '---'];
  return [heading, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
