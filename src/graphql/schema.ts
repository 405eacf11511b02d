import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { type BuildSchemaOptions, buildSchemaSync, getMetadataStorage } from 'type-graphql';
import { guardAccess } from './access.js';
import { limitListItems } from './limits/list-items.js';

const unused = () => {
  throw new Error(
    'Events reach subscriptions through the feed, which every process reads, not through a PubSub',
  );
};

/**
 * The schema of the slices' resolvers, each operation of which says with `@Access` who may use it; throws where one
 * does not. Inputs are validated where commands are read, not by type-graphql.
 */
export function createSchema(
  resolvers: BuildSchemaOptions['resolvers'],
  orphanedTypes: BuildSchemaOptions['orphanedTypes'],
): GraphQLSchema {
  // Decorators of parameters run from the last to the first: show arguments as they are written.
  getMetadataStorage().params.sort((a, b) => a.index - b.index);
  const schema = buildSchemaSync({
    resolvers,
    ...(orphanedTypes ? { orphanedTypes } : {}),
    validate: false,
    pubSub: { publish: unused, subscribe: unused },
  });
  return limitListItems(guardAccess(schema));
}
