import { setTimeout as delay } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** In the text format of Prometheus. */
export interface MetricsPage {
  readonly type: string;
  readonly text: string;
}

/** The metrics of one server: those of its process and those that are registered here. */
export interface Metrics {
  readonly registry: Registry;
  /**
   * Has a question answered anew before each scrape. Where that fails, or takes more than 2 s, `forget` takes
   * back what was answered before, and the rest is served. One question is under way at a time.
   */
  ask(collector: string, answer: () => Promise<void>, forget: () => void): void;
  /** Never rejects; answers within about 2 s. */
  scrape(): Promise<MetricsPage>;
}

const patience = 2_000; // milliseconds

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const success = new Gauge({
    name: 'retrace_collector_success',
    help: '1 where this part of the page could be collected, 0 where it is left out',
    labelNames: ['collector'],
    registers: [registry],
  });
  const collectors: (() => Promise<void>)[] = [];

  return {
    registry,
    ask(collector, answer, forget) {
      let underWay: Promise<boolean> | undefined;
      const answered = async () => {
        try {
          await answer();
          return true;
        } catch {
          return false;
        } finally {
          underWay = undefined;
        }
      };
      collectors.push(async () => {
        underWay ??= answered();
        const inTime = await Promise.race([underWay, delay(patience, false, { ref: false })]);
        if (!inTime) forget();
        success.set({ collector }, inTime ? 1 : 0);
      });
    },
    async scrape() {
      await Promise.all(collectors.map((collect) => collect()));
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
