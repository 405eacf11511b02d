import { type DocumentNode, GraphQLError, type GraphQLSchema, type OperationTypeNode } from 'graphql';
import type { Caller } from './context.js';
import { type DocumentLimits, defaultLimits, documentReader } from './documents.js';
import { type Introspection, mayIntrospect, schemaHidden } from './introspection.js';
import { overCost } from './limits/limit-error.js';
import { type OperationRequest, type PersistedSettings, persistedDocuments } from './persisted-documents.js';
import { prices } from './rates.js';
import { errorsInVariables } from './variables.js';

export interface OperationSettings {
  readonly schema: GraphQLSchema;
  readonly limits?: Partial<DocumentLimits>;
  readonly persisted?: PersistedSettings;
  /** Whose role, if anybody's, may ask for the schema, and is told in errors what else it has. Absent: everybody. */
  readonly introspection?: Introspection;
}

export interface Refused {
  readonly errors: readonly GraphQLError[];
}

/** An operation that may run. */
export interface Admitted {
  readonly text: string;
  readonly document: DocumentNode;
  readonly kind: OperationTypeNode;
  /** Points. */
  readonly cost: number;
  readonly errors?: undefined;
}

/** What comes of a request, and the points that this costs. */
export type Reading = (Admitted | Refused) & { readonly cost: number };

/** Finds the document, parses, measures and validates it, and holds the operation to the limits. */
export function operationReader({
  schema,
  limits,
  persisted = {},
  introspection,
}: OperationSettings): (request: OperationRequest, caller: Caller) => Reading {
  const held = { ...defaultLimits, ...limits };
  const prepare = documentReader(schema, held);
  const documents = persistedDocuments(persisted);

  function read(request: OperationRequest, caller: Caller): Reading {
    const { operationName, variables } = request;
    const text = documents.textOf(request);
    const prepared = prepare(text, typeof operationName === 'string' ? operationName : null);
    if (prepared.errors) return refused(prepared.errors, request);
    const { document, operation } = prepared;
    if (operation.introspects && !mayIntrospect(caller, introspection)) throw schemaHidden(introspection);
    const pages = operation.cost.of({ ...(variables as object | null) });
    const cost = pages + operation.items + itemsIn(variables);
    if (cost > held.cost) throw overCost(cost, held.cost, operation.cost.unsized);
    documents.keep(request, text);
    const errors = errorsInVariables(schema, operation.definition, variables, held.validationErrors);
    if (errors.length > 0) return refused(errors, request, cost);
    return { text, document, cost, kind: operation.definition.operation };
  }

  return (request, caller) => {
    try {
      return read(request, caller);
    } catch (error) {
      if (error instanceof GraphQLError) return refused([error], request);
      throw error;
    }
  };
}

/** Of all lists, since each has to be looked at. Not by recursion: JSON may be nested as deep as it is long. */
function itemsIn(variables: unknown): number {
  const waiting = [variables];
  let items = 0;
  for (const value of waiting) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) items += value.length;
    for (const item of Object.values(value)) waiting.push(item);
  }
  return items;
}

/** A long text takes long to be read, too. */
const refused = (errors: readonly GraphQLError[], { query }: OperationRequest, cost = 0): Reading => ({
  errors,
  cost: Math.max(cost, prices.refusal + (typeof query === 'string' ? Math.floor(query.length / 50) : 0)),
});
