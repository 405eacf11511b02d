import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Caller, RequestContext, RequestTrace } from './context.js';
import { type DocumentLimits, defaultLimits, documentReader, type Preparation } from './documents.js';
import { type FormattedError, formatErrors } from './errors.js';

export interface PipelineOptions<Context extends RequestContext> {
  readonly schema: GraphQLSchema;
  readonly limits?: DocumentLimits;
  /** Adds what resolvers share during one operation, data loaders for example. */
  readonly extendContext?: (shared: RequestContext) => Context;
}

interface Result {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

export interface PresentedResult {
  errors?: readonly FormattedError[];
  data?: Record<string, unknown> | null;
}

/** The way of every operation, whichever transport brings it: document, context, execution, answer. */
export interface Pipeline<Context extends RequestContext> {
  readonly schema: GraphQLSchema;
  /** Parses and validates within the limits. */
  prepare(text: string): Preparation;
  createContext(trace: RequestTrace, caller: Caller): Context;
  /** The result as its client may see it. */
  present(result: Result, trace: RequestTrace): PresentedResult;
}

export function createPipeline<Context extends RequestContext>(
  options: PipelineOptions<Context>,
): Pipeline<Context> {
  const { schema, limits = defaultLimits, extendContext = (shared) => shared as Context } = options;
  return {
    schema,
    prepare: documentReader(schema, limits),
    createContext: (trace, caller) => extendContext({ ...trace, caller }),
    present: ({ errors, data }, trace) => ({
      ...(errors !== undefined && { errors: formatErrors(errors, trace) }),
      ...(data !== undefined && { data }),
    }),
  };
}
