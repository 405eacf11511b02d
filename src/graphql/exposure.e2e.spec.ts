import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { bothTransports } from '../testing/both-transports.js';
import { connectAcknowledged, postRaw } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import type { Role } from './context.js';

const shop = 'https://shop.example.com';

let server: GreetingServer;
beforeAll(async () => {
  server = await startGreetingServer({
    authenticate: async (role = 'customer') => ({ actor: role, roles: new Set([role as Role]) }),
    introspection: 'admin',
    graphiql: false,
    origins: new Set([shop]),
  });
});
afterAll(() => server.stop());

describe.each(bothTransports(() => server))('the schema over %s', (_name, send) => {
  it('is told to those who may ask for it, as GraphiQL does', async () => {
    const { data } = await send({ query: getIntrospectionQuery() }, 'admin');
    expect(data.__schema.types).toContainEqual(expect.objectContaining({ name: 'Query' }));
  });

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ ...A } fragment A on Query { ... on Query { s: __schema { types { name } } } }',
    'query A { hello } query B { __typename @skip(if: true) ...C } fragment C on Query { __schema { __typename } }',
  ])('is told to nobody else: %s', async (query) => {
    const { errors, data } = await send({ query, operationName: query.includes('query B') ? 'B' : null });
    expect(data).toBeFalsy();
    expect(errors[0]).toMatchObject({
      message: 'Asking for the schema needs the role admin (INTROSPECTION).',
      extensions: { code: 'FORBIDDEN', details: { role: 'admin', setting: 'INTROSPECTION' } },
    });
  });

  it('does not keep anybody from asking for the name of a type', async () => {
    expect((await send({ query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  });

  it.each([
    [
      'a field',
      { query: '{ helo }' },
      /^Cannot query field "helo" on type "Query"\.$/,
      /Did you mean "hello"\?/,
    ],
    [
      'an argument',
      { query: '{ hello(nam: "a") }' },
      /^Unknown argument "nam" on field "Query.hello"\.$/,
      /Did you mean "name"\?/,
    ],
  ])('is not given away by suggestions of %s', async (_what, operation, message, suggestion) => {
    expect((await send(operation)).errors[0]?.message).toMatch(message);
    expect((await send(operation, 'admin')).errors[0]?.message).toMatch(suggestion);
  });
});

describe('GraphiQL, where it is switched off,', () => {
  it.each(['/', '/graphiql/start.js', '/graphql'])('is not at %s', async (path) => {
    const response = await fetch(new URL(path, server.url), { headers: { accept: 'text/html' } });
    expect([404, 406]).toContain(response.status);
    expect(response.headers.get('content-type')).toMatch(/json/);
  });
});

describe('a page of another site', () => {
  const preflight = (origin: string) =>
    fetch(server.url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const ask = (origin: string) => postRaw(server.url, '{"query":"{ hello }"}', { origin });

  it('whose origin is listed may ask', async () => {
    const answer = await preflight(shop);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(shop);
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/authorization/);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const { headers, data } = await ask(shop);
    expect(headers.get('access-control-allow-origin')).toBe(shop);
    expect(headers.get('vary')).toMatch(/origin/);
    expect(data).toEqual({ hello: 'Hello, world!' });
    (await connectAcknowledged(server.url, {}, { origin: shop })).socket.close();
  });

  it.each(['https://elsewhere.example', 'null', 'https://shop.example.com.elsewhere.example'])(
    'whose origin is %s is not told that it may',
    async (origin) => {
      expect((await preflight(origin)).status).toBe(405);
      for (const { headers } of [await preflight(origin), await ask(origin)]) {
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('vary')).toMatch(/origin/);
      }
    },
  );
});

describe('what any page could send without asking first', () => {
  it.each([
    ['text/plain', 'text/plain', '{"query":"mutation { slow }"}', 415],
    ['a form', 'application/x-www-form-urlencoded', 'query=mutation{slow}', 415],
  ])('is refused: %s', async (_what, type, body, status) => {
    expect((await postRaw(server.url, body, { 'content-type': type })).status).toBe(status);
    expect(server.gate.waiting).toBe(0);
  });

  it('is refused: a GET', async () => {
    const response = await fetch(`${server.url}?query=mutation{slow}`);
    expect(response.status).toBe(400);
    expect(server.gate.waiting).toBe(0);
  });
});

describe('a server for this machine alone', () => {
  let local: GreetingServer;
  beforeAll(async () => {
    local = await startGreetingServer({ localOnly: true });
  });
  afterAll(() => local.stop());

  /** As a browser would whose page has had its name turned to 127.0.0.1. */
  const askBy = async (host: string, headers: object = {}) => {
    const sent = request(local.url, { method: 'POST', headers: { host, ...headers } });
    sent.setHeader('content-type', 'application/json').end('{"query":"{ hello }"}');
    const [response] = await once(sent, 'response');
    return { status: response.statusCode, ...JSON.parse(await text(response)) };
  };

  it.each(['localhost', 'localhost:4000', '127.0.0.1:80', '[::1]:4000'])('answers to %s', async (host) => {
    expect(await askBy(host)).toMatchObject({ status: 200, data: { hello: 'Hello, world!' } });
  });

  it.each(['elsewhere.example', 'localhost.elsewhere.example:4000', '127.0.0.1.elsewhere.example'])(
    'answers to no foreign name: %s',
    async (host) => {
      const origin = `http://${host}`;
      expect(await askBy(host, { origin })).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
      const socket = new WebSocket(local.url.replace('http', 'ws'), 'graphql-transport-ws', {
        ...{ origin, headers: { host } },
      });
      socket.on('error', () => {});
      const [, response] = await once(socket, 'unexpected-response');
      expect(response.statusCode).toBe(403);
    },
  );
});

describe('every answer', () => {
  const hardened = {
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': expect.stringContaining('camera=()'),
  };

  it.each([
    ['200', '/health/live', {}],
    ['204', '/graphql', { method: 'OPTIONS', headers: { origin: shop } }],
    ['404', '/nothing', {}],
    ['405', '/graphql', { method: 'DELETE' }],
    ['415', '/graphql', { method: 'POST', body: 'a' }],
  ])('has security headers: %s', async (status, path, init) => {
    const response = await fetch(new URL(path, server.url), init);
    expect(`${response.status}`).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(hardened);
    expect(response.headers.get('strict-transport-security')).toBeNull();
  });

  it('has security headers: 101', async () => {
    const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
    const headers = await new Promise((resolve) =>
      socket.once('upgrade', (answer) => resolve(answer.headers)),
    );
    expect(headers).toMatchObject(hardened);
    socket.close();
  });

  it('tells browsers to come back over TLS where a proxy says that they came over it', async () => {
    const { headers } = await fetch(server.url, { headers: { 'x-forwarded-proto': 'https' } });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});
