import {
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { cutAt } from './limits/limit-error.js';

/**
 * What is wrong with the values of an operation's variables, at the most so many errors of them: execution, which
 * reads them once more, would tell 50. Of what is no object nothing: the transports refuse it.
 */
export function errorsInVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: unknown,
  most: number,
): readonly GraphQLError[] {
  const inputs = variables ?? {};
  if (typeof inputs !== 'object' || Array.isArray(inputs)) return [];
  const { errors = [] } = getVariableValues(schema, variableDefinitions, { ...inputs }, { maxErrors: most });
  return cutAt(most, errors);
}
