import { createHash } from 'node:crypto';
import {
  type ASTNode,
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { audienceOf } from './audience.js';
import type { Caller } from './context.js';

/** What one subscription wants to know of each event. */
export interface Selection {
  /** Two with one key are answered alike. */
  readonly key: string;
  readonly args: ExecutionArgs;
  /** The caller that resolvers see. */
  readonly audience: Caller;
}

/**
 * The selection of a subscription. Its key leaves out the root field's arguments, and variables that stand
 * nowhere else: they chose the events, and say nothing of how one is told. Resolvers of such root fields must
 * not look at them.
 */
export function selectionOf(args: ExecutionArgs, caller: Caller): Selection {
  const audience = audienceOf(caller);
  const { text, variables } = wantedBy(args);
  const values = Object.fromEntries(variables.map((name) => [name, args.variableValues?.[name]]));
  const key = JSON.stringify([text, values, { ...audience, roles: [...audience.roles].sort() }]);
  return { key: createHash('sha256').update(key).digest('base64'), args, audience };
}

interface Wanted {
  /** The operation without what its key leaves out. */
  readonly text: string;
  readonly variables: readonly string[];
}

const known = new WeakMap<DocumentNode, Map<string | null, Wanted>>();

function wantedBy({ document, operationName = null, schema }: ExecutionArgs): Wanted {
  const ofDocument = known.get(document) ?? new Map<string | null, Wanted>();
  known.set(document, ofDocument);
  const wanted = ofDocument.get(operationName) ?? readWanted(document, operationName, schema);
  ofDocument.set(operationName, wanted);
  return wanted;
}

function readWanted(
  document: DocumentNode,
  operationName: string | null,
  schema: ExecutionArgs['schema'],
): Wanted {
  const operation = getOperationAST(document, operationName);
  const rootType = schema.getSubscriptionType()?.name;
  const parts = document.definitions.flatMap((definition): readonly ASTNode[] => {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      return definition === operation ? [withoutArguments(definition.selectionSet)] : [];
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return [];
    const { typeCondition, selectionSet } = definition;
    return typeCondition.name.value === rootType
      ? [{ ...definition, selectionSet: withoutArguments(selectionSet) }]
      : [definition];
  });
  const variables = new Set<string>();
  for (const part of parts) visit(part, { Variable: ({ name }) => void variables.add(name.value) });
  const definitions = operation?.variableDefinitions?.filter((it) => variables.has(it.variable.name.value));
  return { text: [...(definitions ?? []), ...parts].map(print).join('\n'), variables: [...variables] };
}

/** The root field without its arguments, wherever in fragments it stands. */
const withoutArguments = (set: SelectionSetNode): SelectionSetNode => ({
  ...set,
  selections: set.selections.map((selection): SelectionNode => {
    if (selection.kind === Kind.FIELD) return { ...selection, arguments: [] };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    return { ...selection, selectionSet: withoutArguments(selection.selectionSet) };
  }),
});
