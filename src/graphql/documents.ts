import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  MaxIntrospectionDepthRule,
  type OperationDefinitionNode,
  parse,
  Source,
  specifiedRules,
  type ValidationRule,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Cost, costOf } from './limits/cost.js';
import { introspectionDepth } from './limits/introspection-depth.js';
import { cutAt, overCount } from './limits/limit-error.js';
import { defaultLimits as defaultOperationLimits, type OperationLimits } from './limits/operation-limits.js';
import { refuseRepeats } from './limits/repeats.js';
import { type Tally, tallyOf } from './limits/tally.js';
import { refuseDeepOrLong } from './limits/tokens.js';

/** What a document must satisfy before it runs, on HTTP and WebSocket alike. */
export interface DocumentLimits extends OperationLimits {
  /** Brackets inside brackets. */
  readonly nesting: number;
  /** On top of those of the specification. */
  readonly validationRules: readonly ValidationRule[];
}

export const defaultLimits: DocumentLimits = { ...defaultOperationLimits, nesting: 200, validationRules: [] };

const ownRules = specifiedRules.map((rule) =>
  rule === MaxIntrospectionDepthRule ? introspectionDepth : rule,
);

/** The operation of a document that is to run. */
export interface ReadOperation {
  readonly definition: OperationDefinitionNode;
  readonly cost: Cost;
  /** Of lists that are written in it. */
  readonly items: number;
  readonly introspects: boolean;
}

export interface ReadDocument {
  readonly document: DocumentNode;
  readonly operation: ReadOperation;
  readonly errors?: undefined;
}

export type Preparation = ReadDocument | { readonly errors: readonly GraphQLError[] };

/** Of a text, and the name of the operation where the document has several. */
export type DocumentReader = (text: string, operationName?: string | null) => Preparation;

/** A document that is valid, and its operations that were asked for and are within the limits. */
interface Known {
  readonly document: DocumentNode;
  readonly operations: Map<string | null, ReadOperation>;
}

/**
 * Parses, measures the operation that is asked for, and validates: in this order, since validation takes long for
 * what the limits refuse. Remembers the documents that are valid: about 500 kB of text, latest used.
 */
export function documentReader(schema: GraphQLSchema, limits: DocumentLimits): DocumentReader {
  const rules = [...ownRules, ...limits.validationRules];
  const valid = new LRUCache<string, Known>({
    maxSize: 500_000,
    sizeCalculation: (_known, text) => text.length + 1,
  });

  function read(text: string, operationName: string | null): Preparation {
    const known = valid.get(text) ?? { document: parseWithin(limits, text), operations: new Map() };
    const { document, operations } = known;
    const operation = operations.get(operationName) ?? measured(document, operationName);
    operations.set(operationName, operation);
    if (valid.has(text)) return { document, operation };
    const errors = validate(schema, document, rules, { maxErrors: limits.validationErrors });
    if (errors.length > 0) return { errors: cutAt(limits.validationErrors, errors) };
    const kept = operation.definition.operation === 'subscription' ? withoutPlaces(text) : document;
    valid.set(text, { document: kept, operations });
    return { document: kept, operation };
  }

  function measured(document: DocumentNode, operationName: string | null): ReadOperation {
    const definition = getOperationAST(document, operationName);
    if (!definition) throw notFound(document, operationName);
    const fragments = fragmentsOf(document);
    const tally = tallyOf(definition, fragments);
    refuseOver(limits, tally, definition);
    const cost = costOf(schema, definition, fragments);
    return { definition, cost, items: itemsWritten(document), introspects: tally.introspects };
  }

  return (text, operationName = null) => {
    try {
      return read(text, operationName);
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  };
}

/** In the words of graphql-js, which would say so only after the document was validated. */
function notFound({ definitions }: DocumentNode, operationName: string | null): GraphQLError {
  if (operationName !== null) return new GraphQLError(`Unknown operation named "${operationName}".`);
  const hasSome = definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return new GraphQLError(
    hasSome
      ? 'Must provide operation name if query contains multiple operations.'
      : 'Must provide an operation.',
  );
}

/** Of what is kept for hours: the places of its parts in the text take most of a document's memory. */
const withoutPlaces = (text: string): DocumentNode => parse(text, { noLocation: true });

function itemsWritten(document: DocumentNode): number {
  let items = 0;
  visit(document, {
    ListValue({ values }) {
      items += values.length;
    },
  });
  return items;
}

function parseWithin({ nesting, tokens }: DocumentLimits, text: string): DocumentNode {
  const source = new Source(text);
  refuseDeepOrLong(source, { nesting, tokens });
  const document = parse(source);
  refuseRepeats(document);
  return document;
}

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );

function refuseOver(limits: OperationLimits, tally: Tally, { operation }: OperationDefinitionNode): void {
  const counted = {
    ...{ depth: tally.depth, aliases: tally.aliases, directives: tally.directives },
    ...(operation === 'mutation' ? { mutations: tally.fields } : { rootFields: tally.fields }),
  };
  for (const [limit, found] of Object.entries(counted) as [keyof typeof counted, number][]) {
    const max = limits[limit];
    if (found > max) throw overCount(limit, found, max);
  }
}
