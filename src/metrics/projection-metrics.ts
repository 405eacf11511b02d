import { Gauge } from 'prom-client';
import type { ProjectionHealth } from '../processors/projector/projection-health.js';
import type { Projector } from '../processors/projector/projector.js';
import type { Metrics } from './metrics.js';
import { counter } from './read-at-scrape.js';

type Value = (health: ProjectionHealth) => number;

const gauges: readonly (readonly [name: string, help: string, value: Value])[] = [
  ['lag_events', 'Committed events that it has not applied yet', (it) => it.lagEvents],
  ['lag_seconds', 'Age of the oldest event that it has not applied yet', (it) => it.lagSeconds],
  [
    'stalled_seconds',
    'For how long its checkpoint has stood still although there are newer events',
    (it) => it.stalledSeconds,
  ],
  ['halted', '1 where this process has stopped it because its events contradict each other', isHalted],
  ['parked_events', 'Events that it cannot apply and has laid aside', (it) => it.parked],
];

/** How often projections have failed in this process, whether the log tells of it or not. */
export const projectorMetrics = (metrics: Metrics, projectors: readonly Projector[]): void =>
  counter(metrics, {
    name: 'retrace_projector_failures_total',
    help: 'Tries of this process to go on with a projection that failed, and were made again',
    labelNames: ['projection'],
    read: () => projectors.map(({ projection, failures }) => [failures, { projection: projection.name }]),
  });

/** How projections are. The database tells, so these are left out while it does not answer. */
export function projectionMetrics(
  metrics: Metrics,
  readHealth: () => Promise<readonly ProjectionHealth[]>,
): void {
  const { registry } = metrics;
  const made = gauges.map(([name, help, value]) => {
    const labelNames = ['projection'] as const;
    const gauge = new Gauge({
      name: `retrace_projection_${name}`,
      help,
      labelNames,
      registers: [registry],
    });
    return [gauge, value] as const;
  });
  const forget = () => {
    for (const [gauge] of made) gauge.reset();
  };
  const answer = async () => {
    const all = await readHealth();
    forget();
    for (const [gauge, value] of made)
      for (const health of all) gauge.set({ projection: health.name }, value(health));
  };
  metrics.ask('projections', answer, forget);
}

function isHalted({ state }: ProjectionHealth): number {
  return state === 'HALTED' ? 1 : 0;
}
