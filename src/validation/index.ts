export { entityId, idArgument, integer, largestInt, optional, text, uuid } from './pieces.js';
export { type Problem, validate } from './validate.js';
