import type { Projection } from '../../event-sourcing/projection.js';
import { ordersProjection } from '../../orders/index.js';

export const knownProjections: readonly Projection[] = [ordersProjection];

/** Throws where there is none of that name. */
export function findProjection(name: string): Projection {
  const projection = knownProjections.find((it) => it.name === name);
  if (projection) return projection;
  const names = knownProjections.map((it) => it.name).join(', ');
  throw new Error(`There is no projection "${name}". There are: ${names}`);
}
