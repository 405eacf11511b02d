export { type CrashPoint, crashPoints, type OnPoint } from './crash-points.js';
export { startFulfilment } from './fulfilment.js';
export type { FulfilmentTables } from './tables.js';
