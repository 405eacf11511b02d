export { type ImportOutcome, importInBatches, inBatches } from './batches.js';
export { violatedConstraint } from './violated-constraint.js';
