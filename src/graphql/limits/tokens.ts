import { Lexer, type Source, TokenKind } from 'graphql';
import { limitError } from './limit-error.js';

const opening = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * graphql-js calls itself for each level, and V8 ends the process where it has to compile a regular expression
 * while the stack is nearly full. Some 2,000 levels, 4 kB, are enough for that.
 */
export function refuseDeepOrLong(
  source: Source,
  max: { readonly nesting: number; readonly tokens: number },
): void {
  const lexer = new Lexer(source);
  let depth = 0;
  let tokens = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (opening.has(token.kind)) depth += 1;
    else if (closing.has(token.kind)) depth -= 1;
    tokens += 1;
    const at = { source, positions: [token.start] };
    if (depth > max.nesting) {
      const message = `The document is nested too deeply: more than ${max.nesting} brackets inside each other`;
      throw limitError(message, { limit: 'nesting', max: max.nesting }, at);
    }
    if (tokens > max.tokens) {
      const message = `The document has more than ${max.tokens} tokens`;
      throw limitError(message, { limit: 'tokens', max: max.tokens, setting: 'MAX_TOKENS' }, at);
    }
  }
}
