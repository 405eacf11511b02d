export {
  entityId,
  gatewayId,
  idArgument,
  integer,
  largestInt,
  listOf,
  optional,
  pageSize,
  pastInstant,
  rowInstant,
  text,
  textOfLines,
  uuid,
} from './pieces.js';
export { validate } from './validate.js';
