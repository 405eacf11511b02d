import { isIntrospectionType, isSpecifiedScalarType, printType } from 'graphql';
import { schema } from '../src/schema.js';
import { emit } from './emitted.js';

const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
const others = Object.values(schema.getTypeMap())
  .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
  .filter((type) => !(roots as Set<unknown>).has(type))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const types = [...roots, ...others].flatMap((type) => (type ? [printType(type)] : []));
await emit('schema/schema.graphql', `${types.join('\n\n')}\n`);
