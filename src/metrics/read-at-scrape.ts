import { Counter, Gauge, type LabelValues } from 'prom-client';
import type { Metrics } from './metrics.js';

/** A metric whose values stand elsewhere, and are read when the page is. */
export interface ReadMetric<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly Label[];
  /** Must not throw. */
  read(): readonly Reading<Label>[];
}

export type Reading<Label extends string> = readonly [value: number, labels?: LabelValues<Label>];

/** A number that rises and falls. */
export function gauge<Label extends string>({ registry }: Metrics, metric: ReadMetric<Label>): void {
  const { name, help, labelNames = [], read } = metric;
  new Gauge<Label>({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, labels = {}] of read()) this.set(labels, value);
    },
  });
}

/** A number that only rises while the process lives. */
export function counter<Label extends string>({ registry }: Metrics, metric: ReadMetric<Label>): void {
  const { name, help, labelNames = [], read } = metric;
  new Counter<Label>({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, labels = {}] of read()) this.inc(labels, value);
    },
  });
}
