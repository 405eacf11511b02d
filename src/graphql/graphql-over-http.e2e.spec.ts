import { createHash } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { postRaw, replyFrom } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
let server: GreetingServer;

beforeAll(async () => {
  server = await startGreetingServer({ maxBodyBytes: 10_000 });
});
afterAll(() => server.stop());

const at = (path: string) => new URL(path, server.url);

/** Writes bytes to the port and reads the answer to its end. */
async function raw(bytes: string): Promise<string> {
  const socket = connectTcp(server.port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('an operation over HTTP', () => {
  it('is answered to a POST', async () => {
    const reply = await server.ask('query($n: String) { hello(name: $n) }', { n: 'Ada' });
    expect(reply).toMatchObject({ status: 200, data: { hello: 'Hello, Ada!' } });
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('is answered to a GET that no foreign page could send', async () => {
    const url = at('/graphql?query=query($n:String){hello(name:$n)}&variables={"n":"Ada"}');
    const reply = await replyFrom(await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } }));
    expect(reply).toMatchObject({ status: 200, data: { hello: 'Hello, Ada!' } });
  });

  it('is refused to a GET that any foreign page could send', async () => {
    const reply = await replyFrom(await fetch(at('/graphql?query={hello}')));
    expect(reply.status).toBe(400);
    expect(reply.errors?.[0]?.message).toMatch(/Cross-Site Request Forgery/);
  });

  it('is answered as application/graphql-response+json to a client that prefers it', async () => {
    const accept = 'application/graphql-response+json, application/json;q=0.9';
    for (const query of ['{ hello }', '{ nothing }', '{']) {
      const { headers } = await server.ask(query, {}, { accept });
      expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    }
  });

  it('is remembered by its hash where the client asks for that', async () => {
    const query = 'query Remembered { hello }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const send = (text?: string) =>
      postRaw(
        server.url,
        JSON.stringify({ query: text, extensions: { persistedQuery: { version: 1, sha256Hash } } }),
      );
    const extensions = { code: 'PERSISTED_QUERY_NOT_FOUND', retryable: false };
    expect(await send()).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound', extensions }] });
    expect(await send(query)).toMatchObject({ data: { hello: 'Hello, world!' } });
    expect(await send()).toMatchObject({ data: { hello: 'Hello, world!' } });
  });
});

describe('a request that is no operation', () => {
  const tooLarge = `{"query": "{ hello }", "padding": "${'x'.repeat(10_000)}"}`;
  const twoOperations = '{"query": "query A { hello } query B { hello }"';
  it.each([
    ['no body', '', 400, /no body/],
    ['a string', '"{ hello }"', 400, /not a JSON object/],
    ['null', 'null', 400, /not a JSON object/],
    ['an empty object', '{}', 400, /no query/],
    ['an object without a query', '{"variables": {}}', 400, /non-empty `query`/],
    ['an empty query', '{"query": ""}', 400, /non-empty `query`/],
    ['a query that is no string', '{"query": 1}', 400, /must be strings/],
    ['variables that are a list', '{"query": "{ hello }", "variables": [1]}', 400, /`variables`.*object/],
    ['truncated JSON', '{"query": "{ hel', 400, /not valid JSON, or was cut off/],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400, /not UTF-8/],
    ['two operations and no name', `${twoOperations}}`, 400, /Must provide operation name/],
    [
      'the name of no operation',
      `${twoOperations}, "operationName": "C"}`,
      400,
      /Unknown operation named "C"/,
    ],
    ['a document that is no GraphQL', '{"query": "{ hello"}', 400, /Syntax Error/],
    ['a field that does not exist', '{"query": "{ goodbye }"}', 400, /Cannot query field "goodbye"/],
    [
      'a subscription',
      '{"query": "subscription { greetings }"}',
      400,
      /over WebSocket.*graphql-transport-ws/,
    ],
  ])('is refused: %s', async (_name, body, status, message) => {
    const { errors, headers, ...reply } = await postRaw(server.url, body);
    expect(reply).toEqual({ status });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'VALIDATION_ERROR',
      statusCode: status,
      retryable: false,
      requestId: headers.get('x-request-id'),
    });
  });

  const batch = '[{"query": "{ hello }"}, {"query": "{ hello }"}]';
  const ofBody = { limit: 'bodyBytes', max: 10_000, setting: 'MAX_BODY_BYTES' };
  it.each([
    ['several at once', batch, 400, /one operation at a time/, { limit: 'operations', found: 2, max: 1 }],
    ['a body over the limit', tooLarge, 413, /larger than 10000 bytes \(MAX_BODY_BYTES\)/, ofBody],
  ])('is refused with the limit: %s', async (_name, body, status, message, details) => {
    const { errors, ...reply } = await postRaw(server.url, body);
    expect(reply.status).toBe(status);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_ERROR', statusCode: status, details });
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text', { 'content-type': 'text/plain' }, 415],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, 415],
    ['compressed', { 'content-encoding': 'gzip' }, 415],
    ['wanted as HTML', { accept: 'text/html' }, 406],
  ])('is refused: %s', async (_name, headers, status) => {
    const reply = await postRaw(server.url, '{"query": "{ hello }"}', headers);
    expect(reply).toMatchObject({
      status,
      errors: [{ extensions: { code: 'VALIDATION_ERROR', statusCode: status } }],
    });
  });

  it('refuses a chunked body as soon as it is over the limit', async () => {
    const chunks = ['{"query": "', 'x'.repeat(6_000), 'x'.repeat(6_000)].map((chunk) =>
      new TextEncoder().encode(chunk),
    );
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, duplex: 'half' };
    const response = await fetch(server.url, { ...init, body: ReadableStream.from(chunks) } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('never becomes a mutation by GET', async () => {
    const init = { headers: { 'apollo-require-preflight': 'yes' } };
    const reply = await replyFrom(await fetch(at('/graphql?query=mutation{slow}'), init));
    expect(reply).toMatchObject({ status: 405, errors: [{ extensions: { code: 'VALIDATION_ERROR' } }] });
    expect(reply.headers.get('allow')).toBe('POST');
    expect(server.gate.waiting).toBe(0);
  });

  it('is answered in JSON where Node could not even read it', async () => {
    for (const [bytes, status] of [
      ['nonsense\r\n\r\n', '400 Bad Request'],
      [
        `GET /graphql HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(20_000)}\r\n\r\n`,
        '431 Request Header Fields Too Large',
      ],
    ] as const) {
      const answer = await raw(bytes);
      expect(answer.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
      expect(body.errors[0].extensions).toMatchObject({
        code: 'VALIDATION_ERROR',
        statusCode: Number.parseInt(status, 10),
      });
    }
  });

  it('leaves nothing behind when its client goes away', async () => {
    const before = server.logged.length;
    const head =
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n';
    connectTcp(server.port, '127.0.0.1').end(`${head}{"que`);
    await vi.waitFor(() =>
      expect(server.logged.slice(before)).toContainEqual(expect.objectContaining({ status: 'aborted' })),
    );
    expect(server.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('a path', () => {
  it.each(['/', '/health/live', '/health/ready', '/graphql'])('%s answers', async (path) => {
    const response = await fetch(at(path), { headers: { accept: 'text/html' } });
    expect(response.status).toBe(200);
  });

  it.each(['/nothing', '/graphql/', '/graphiql/../package.json', '/%2e%2e/package.json', '//graphql', '*'])(
    '%s is answered by the paths that there are',
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(answer).toContain('HTTP/1.1 404 Not Found');
      expect(answer).toMatch(
        /"message":"Nothing is here. Try \/graphql.*"code":"NOT_FOUND","statusCode":404/,
      );
    },
  );

  it('of GraphiQL is kept by browsers, compressed or not', async () => {
    const html = await (await fetch(server.url, { headers: { accept: 'text/html' } })).text();
    const path = /\/graphiql\/react@[^"]+/.exec(html)?.[0] ?? '';
    const bodies = ['gzip', 'identity'].map(async (encoding) => {
      const response = await fetch(at(path), { headers: { 'accept-encoding': encoding } });
      expect(response.headers.get('cache-control')).toMatch(/immutable/);
      expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding);
      return response.text();
    });
    const [compressed, plain] = await Promise.all(bodies);
    expect(compressed).toBe(plain);
    expect(plain).toContain('React');
  });

  it('names the methods that it takes', async () => {
    const response = await fetch(server.url, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('is answered with security headers and to no foreign page', async () => {
    for (const path of ['/health/live', '/graphql', '/nothing']) {
      const { headers } = await fetch(at(path), {
        headers: { origin: 'https://elsewhere.example', accept: '*/*' },
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
});

describe('a request id', () => {
  it('is taken from the request where it is well-formed', async () => {
    const reply = await server.ask('{ nothing }', {}, { 'x-request-id': 'My.id_1-2' });
    expect(reply.headers.get('x-request-id')).toBe('My.id_1-2');
    expect(reply.errors?.[0]?.extensions.requestId).toBe('My.id_1-2');
  });

  it.each(['', 'a b', 'x'.repeat(129), '<script>'])('is made where that is %o', async (id) => {
    const { headers } = await server.ask('{ hello }', {}, { 'x-request-id': id });
    expect(headers.get('x-request-id')).toMatch(uuidV7);
  });

  it('stands in the one line that each request writes', async () => {
    await server.ask('query Named { hello }', {}, { 'x-request-id': 'line-1' });
    const lines = () => server.logged.filter(({ requestId }) => requestId === 'line-1');
    await vi.waitFor(() => expect(lines()).toHaveLength(1));
    expect(lines()[0]).toMatchObject({
      level: 30,
      method: 'POST',
      path: '/graphql',
      operation: 'Named',
      status: 200,
    });
    expect(lines()[0]?.durationMs).toBeTypeOf('number');
  });
});

describe('a correlation id', () => {
  it('is taken from the request where it is a UUID, and made where not', async () => {
    const ofCaller = '0198c5d0-0000-7000-8000-00000000abcd';
    const taken = await server.ask('{ correlationId }', {}, { 'x-correlation-id': ofCaller });
    const made = await server.ask('{ correlationId }', {}, { 'x-correlation-id': 'mine' });
    expect(taken.data).toEqual({ correlationId: ofCaller });
    expect(made.data?.correlationId).toMatch(uuidV7);
  });
});

describe('readiness', () => {
  it.each([
    ['says no', async () => false],
    ['fails', async () => Promise.reject(new Error('no database'))],
    ['is silent', () => new Promise<boolean>(() => {})],
  ])('is denied where the check %s, and life is not', async (_name, isReady) => {
    const unready = await startGreetingServer({ isReady });
    expect((await fetch(new URL('/health/ready', unready.url))).status).toBe(503);
    expect((await fetch(new URL('/health/live', unready.url))).status).toBe(200);
    await unready.stop();
  });
});
