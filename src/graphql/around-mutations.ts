import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { RequestContext } from './context.js';

export type MutationResolver = GraphQLFieldResolver<unknown, RequestContext>;

/** What happens around the resolver of the mutation with this name. */
export type Layer = (name: string, resolve: MutationResolver) => MutationResolver;

/** Lays a layer around each mutation of the schema, outside of those that are there. Changes the schema. */
export function aroundMutations(schema: GraphQLSchema, layer: Layer): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    field.resolve = layer(field.name, field.resolve ?? defaultFieldResolver);
  }
  return schema;
}
