import { auditMutations, auditResolvers } from './audit/index.js';
import { catalogueResolvers } from './catalogue/index.js';
import { customerResolvers } from './customers/index.js';
import { aroundMutations } from './graphql/around-mutations.js';
import { createSchema } from './graphql/schema.js';
import { orderEventTypes, orderResolvers } from './orders/index.js';
import { ParkedEventResolver } from './processors/graphql/parked-event-resolver.js';
import { ProjectionResolver } from './processors/graphql/projection-resolver.js';
import { RebuildResolver } from './processors/graphql/rebuild-resolver.js';

/** The whole GraphQL schema. What access refuses is audited too. */
export const schema = aroundMutations(
  createSchema(
    [
      ...orderResolvers,
      ...catalogueResolvers,
      ...customerResolvers,
      ProjectionResolver,
      ParkedEventResolver,
      RebuildResolver,
      ...auditResolvers,
    ],
    orderEventTypes,
  ),
  auditMutations,
);
