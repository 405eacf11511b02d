import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Lexer,
  type ParseOptions,
  parse,
  Source,
  specifiedRules,
  TokenKind,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';

/** What a document must satisfy before it runs, on HTTP and WebSocket alike. */
export interface DocumentLimits {
  /** Brackets inside brackets. */
  readonly maxNesting: number;
  readonly parseOptions: ParseOptions;
  /** On top of those of the specification. */
  readonly validationRules: readonly ValidationRule[];
  readonly validationOptions: { readonly maxErrors?: number };
}

export const defaultLimits: DocumentLimits = {
  maxNesting: 200,
  parseOptions: { maxTokens: 20_000 },
  validationRules: [],
  validationOptions: {},
};

export type Preparation =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[] };

/** Parses and validates, and remembers the documents that are valid: about 4 MB of text, latest used. */
export function documentReader(schema: GraphQLSchema, limits: DocumentLimits): (text: string) => Preparation {
  const { maxNesting, parseOptions, validationOptions } = limits;
  const rules = [...specifiedRules, ...limits.validationRules];
  const valid = new LRUCache<string, Preparation>({
    maxSize: 4_000_000,
    sizeCalculation: (_preparation, text) => text.length + 1,
  });

  function prepare(text: string): Preparation {
    const source = new Source(text);
    refuseDeepNesting(source, maxNesting);
    const document = parse(source, parseOptions);
    const errors = validate(schema, document, rules, validationOptions);
    return errors.length > 0 ? { errors } : { document };
  }

  return (text) => {
    const remembered = valid.get(text);
    if (remembered !== undefined) return remembered;
    try {
      const preparation = prepare(text);
      if (preparation.errors === undefined) valid.set(text, preparation);
      return preparation;
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  };
}

const opening = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * graphql-js calls itself for each level, and V8 ends the process where it has to compile a regular expression
 * while the stack is nearly full. Some 2,000 levels, 4 kB, are enough for that.
 */
function refuseDeepNesting(source: Source, maxNesting: number): void {
  const lexer = new Lexer(source);
  let depth = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (opening.has(token.kind)) depth += 1;
    else if (closing.has(token.kind)) depth -= 1;
    if (depth > maxNesting) {
      const message = `The document is nested too deeply: more than ${maxNesting} brackets inside each other.`;
      throw new GraphQLError(message, { source, positions: [token.start] });
    }
  }
}
