import { buildSchema, GraphQLError, type ValidationRule } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultLimits, documentReader, type ReadDocument } from './documents.js';

const schema = buildSchema(
  'type Query { hello(names: [[[[String]]]]): String  again: Query } type Subscription { late: Int }',
);
const nested = (levels: number) => `${'{again'.repeat(levels - 1)}{hello}${'}'.repeat(levels - 1)}`;

describe('a document', () => {
  it('is read once, and remembered while it is valid', () => {
    let validations = 0;
    const counting: ValidationRule = () => {
      validations += 1;
      return {};
    };
    const prepare = documentReader(schema, { ...defaultLimits, validationRules: [counting] });
    const document = (text: string) => (prepare(text) as ReadDocument).document;
    expect(document('{ hello }')).toBe(document('{ hello }'));
    expect(validations).toBe(1);
    expect(prepare('{ goodbye }')).not.toBe(prepare('{ goodbye }'));
    expect(validations).toBe(3);
  });

  it('that subscribes is kept without its places in the text, which take most of its memory', () => {
    const prepare = documentReader(schema, defaultLimits);
    for (const _time of ['first', 'again']) {
      const { document } = prepare('subscription { late }') as ReadDocument;
      expect(JSON.stringify(document)).not.toContain('"loc"');
    }
    expect((prepare('{ hello }') as ReadDocument).document.loc).toBeDefined();
  });

  it.each([
    ['', 'Unknown operation named "".'],
    ['B', 'Unknown operation named "B".'],
    [null, 'Must provide operation name if query contains multiple operations.'],
  ])('is not validated for an operation that it does not have: %j', (name, message) => {
    const [error, ...others] =
      documentReader(schema, defaultLimits)('query A { no } query C { no }', name).errors ?? [];
    expect([error?.message, others]).toEqual([message, []]);
  });

  it('without any operation says so', () => {
    const [error] = documentReader(schema, defaultLimits)('fragment A on Query { hello }').errors ?? [];
    expect(error?.message).toBe('Must provide an operation.');
  });

  it('tells how many items its lists have', () => {
    const prepared = documentReader(schema, defaultLimits)('{ hello(names: [[[["a", "b"], ["c"]]]]) }');
    expect((prepared as ReadDocument).operation.items).toBe(7);
  });

  it('is held to the rules that are added', () => {
    const never: ValidationRule = (context) => ({
      Field: () => context.reportError(new GraphQLError('Never')),
    });
    const prepare = documentReader(schema, { ...defaultLimits, validationRules: [never] });
    expect(prepare('{ hello }').errors?.map(({ message }) => message)).toEqual(['Never']);
  });

  it('may be nested as deeply as the limit says, and no deeper', () => {
    const prepare = documentReader(schema, { ...defaultLimits, nesting: 20, depth: 50 });
    expect(prepare(nested(20)).errors).toBeUndefined();
    expect(prepare(nested(21)).errors?.[0]?.message).toMatch(/nested too deeply: more than 20 brackets/);
  });

  it.each([
    ['fields', '{again'.repeat(100_000)],
    ['lists', `{ hello(names: ${'['.repeat(100_000)}`],
    ['objects', `{ hello(names: ${'{a:'.repeat(100_000)}`],
    ['types', `query($names: ${'['.repeat(100_000)}`],
    ['fields that comments seem to close', '{again #}\n'.repeat(100_000)],
    ['fields that strings seem to close', '{again(a: "}") '.repeat(100_000)],
    ['fields that block strings seem to close', '{again(a: """}\\""" }""") '.repeat(100_000)],
  ])('does not exhaust the stack by nested %s', (_name, text) => {
    expect(documentReader(schema, defaultLimits)(text).errors?.[0]?.message).toMatch(/nested too deeply/);
  });

  it('may hold any brackets in its strings and comments', () => {
    const text = `{ # ${'{'.repeat(1_000)}\n hello(names: [[[["${'['.repeat(1_000)}"]]]]) }`;
    expect(documentReader(schema, defaultLimits)(text).errors).toBeUndefined();
  });
});
