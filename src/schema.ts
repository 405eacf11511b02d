import { catalogueResolvers } from './catalogue/index.js';
import { customerResolvers } from './customers/index.js';
import { createSchema } from './graphql/schema.js';
import { orderEventTypes, orderResolvers } from './orders/index.js';
import { ProjectionResolver } from './processors/graphql/projection-resolver.js';

/** The whole GraphQL schema. */
export const schema = createSchema(
  [...orderResolvers, ...catalogueResolvers, ...customerResolvers, ProjectionResolver],
  orderEventTypes,
);
