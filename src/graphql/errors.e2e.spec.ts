import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { secretText } from '../testing/greeting-schema.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import type { FormattedError } from './errors.js';

let server: GreetingServer;
beforeAll(async () => {
  server = await startGreetingServer();
});
afterAll(() => server.stop());

/** The same operation, and its errors, whichever transport brought it. */
const transports: [string, (query: string, variables?: object) => Promise<FormattedError[]>][] = [
  ['HTTP', async (query, variables) => (await server.ask(query, variables)).errors ?? []],
  [
    'WebSocket',
    async (query, variables) => {
      const [message] = await server.listen(query, variables);
      return message?.type === 'error' ? message.payload : (message?.payload.errors ?? []);
    },
  ],
];

const faultsLogged = (requestId: unknown) =>
  server.logged.filter((line) => line.requestId === requestId && Number(line.level) >= 50);

describe.each(transports)('over %s', (_name, errorsOf) => {
  it.each([
    ['notFound', 'NOT_FOUND', 404, false, { orderId: '7' }],
    ['conflict', 'CONCURRENCY_ERROR', 409, true, { currentVersion: 3 }],
  ])('a refusal keeps its words and details: %s', async (failure, code, statusCode, retryable, details) => {
    const [error] = await errorsOf('query($f: String!) { failing(failure: $f) }', { f: failure });
    expect(error?.message).toMatch(/^Order 7/);
    expect(error?.path).toEqual(['failing']);
    expect(error?.extensions).toEqual({
      code,
      statusCode,
      retryable,
      details,
      requestId: expect.any(String),
    });
    expect(faultsLogged(error?.extensions.requestId)).toEqual([]);
  });

  it.each([
    ['a store that fails', '{ failing(failure: "store") }', 'EVENT_STORE_ERROR', 503, /Try again/],
    ['an unknown exception', '{ failing(failure: "unknown") }', 'INTERNAL_ERROR', 500, /Quote request id/],
    ['an answer against its type', '{ broken }', 'INTERNAL_ERROR', 500, /Quote request id/],
  ])('%s is masked, and logged with where it was thrown', async (_case, query, code, statusCode, message) => {
    const errors = await errorsOf(query);
    expect(errors).toHaveLength(1);
    const { requestId } = errors[0]?.extensions ?? {};
    expect(errors[0]?.extensions).toEqual({ code, statusCode, retryable: true, requestId });
    expect(errors[0]?.message).toMatch(message);
    expect(JSON.stringify(errors)).not.toMatch(/SELECT|\.[jt]s:\d/);
    await vi.waitFor(() => expect(faultsLogged(requestId)).toHaveLength(1));
    expect(faultsLogged(requestId)[0]).toMatchObject({
      error: {
        message: expect.stringContaining(secretText),
        at: expect.stringMatching(/^(src|node_modules)\/.*\.m?[jt]s:\d+/),
      },
    });
    expect(JSON.stringify(faultsLogged(requestId))).not.toMatch(/\bat \S+ \(/);
  });

  it('one exception that fails several fields is logged once', async () => {
    const errors = await errorsOf('{ a: failing(failure: "same") b: failing(failure: "same") c: hello }');
    expect(errors.map(({ path }) => path)).toEqual([['a'], ['b']]);
    expect(faultsLogged(errors[0]?.extensions.requestId)).toHaveLength(1);
  });

  it.each([
    ['a syntax error', '{ hello', {}, /^Syntax Error: Expected Name, found <EOF>/],
    ['an unknown field', '{ goodbye }', {}, /^Cannot query field "goodbye"/],
    [
      'a value of the wrong type',
      'query($n: Int!) { count(of: $n) }',
      { n: 'many' },
      /"\$n" got an invalid value; Int cannot represent non-integer value\.$/,
    ],
    ['a value that is missing', 'query($n: Int!) { count(of: $n) }', {}, /"\$n" of required type "Int!"/],
    [
      'null by a nullable variable',
      'query($n: Int = 1) { count(of: $n) }',
      { n: null },
      /"of" of non-null type/,
    ],
    ['an integer beyond 32 bits', '{ count(of: 9007199254740993) }', {}, /non 32-bit signed integer/],
    [
      'a scalar that says no',
      'query($at: DateTime) { instant(at: $at) }',
      { at: 'now' },
      /ISO 8601 instant with zone/,
    ],
    ['operations without a name', 'query A { hello } query B { hello }', {}, /Must provide operation name/],
    ['2,000 brackets inside each other', `{ hello(name: ${'['.repeat(2_000)}`, {}, /nested too deeply/],
    ['2,001 tokens', `{${' hello'.repeat(2_000)}}`, {}, /more than 2000 tokens \(MAX_TOKENS\)/],
  ])('%s is the client’s to mend', async (_case, query, variables, message) => {
    const [error] = await errorsOf(query, variables);
    expect(error?.message).toMatch(message);
    expect(error?.extensions).toMatchObject({ code: 'VALIDATION_ERROR', statusCode: 400, retryable: false });
    expect(faultsLogged(error?.extensions.requestId)).toEqual([]);
  });

  it.each([
    ['a variable', 'query($a: Decimal) { amount(of: $a) }', { a: 'x'.repeat(50_000) }],
    ['a literal', `{ amount(of: "${'x'.repeat(50_000)}") }`, {}],
    ['a block string', `{ amount(of: """${'"\\\\'.repeat(8_000)}x""") }`, {}],
    ['a name', `{ ${'x'.repeat(50_000)} }`, {}],
    ['a number', `{ count(of: ${'1'.repeat(50_000)}) }`, {}],
  ])('%s of any length is not sent back', async (_case, query, variables) => {
    const errors = await errorsOf(query, variables);
    expect(errors[0]?.extensions.code).toBe('VALIDATION_ERROR');
    expect(JSON.stringify(errors).length).toBeLessThan(2_500);
  });

  it('every operation has a request id of its own', async () => {
    const [first] = await errorsOf('{');
    const [second] = await errorsOf('{');
    expect(first?.extensions.requestId).not.toBe(second?.extensions.requestId);
  });
});

describe('a context that cannot be made', () => {
  it('is masked and logged on both transports', async () => {
    const failing = await startGreetingServer({
      extendContext: () => {
        throw new Error(secretText);
      },
    });
    const [message] = await failing.listen('{ hello }');
    const reply = await failing.ask('{ hello }');
    expect(reply.status).toBe(500);
    for (const error of [reply.errors?.[0], message?.payload[0]]) {
      expect(error.extensions).toMatchObject({ code: 'INTERNAL_ERROR', statusCode: 500 });
      expect(error.message).not.toContain(secretText);
    }
    expect(failing.logged.filter(({ level }) => level === 50)).toHaveLength(2);
    await failing.stop();
  });
});
