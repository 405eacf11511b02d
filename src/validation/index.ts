export {
  entityId,
  idArgument,
  integer,
  largestInt,
  optional,
  pastInstant,
  text,
  textOfLines,
  uuid,
} from './pieces.js';
export { validate } from './validate.js';
