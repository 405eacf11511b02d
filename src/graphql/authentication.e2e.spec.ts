import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, connectAcknowledged, postRaw } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import { authenticator } from './authentication.js';

const jwtSecret = 'a secret of at least thirty-two characters';
const claims: JWTPayload = { sub: 'ada', roles: ['operator'], iss: 'https://issuer', aud: 'retrace' };
const now = () => Math.floor(Date.now() / 1000);

function sign(changes: JWTPayload = {}, secret = jwtSecret, algorithm = 'HS256'): Promise<string> {
  const payload = { ...claims, exp: now() + 60, ...changes };
  return new SignJWT(payload).setProtectedHeader({ alg: algorithm }).sign(new TextEncoder().encode(secret));
}

const ask = async (server: GreetingServer, authorization?: string) => {
  const reply = await server.ask('{ whoAmI }', {}, authorization === undefined ? {} : { authorization });
  return { status: reply.status, data: reply.data, error: reply.errors?.[0] };
};

describe('without settings', () => {
  it('everybody is an admin, over HTTP and WebSocket', async () => {
    const server = await startGreetingServer();
    expect(await ask(server)).toMatchObject({ status: 200, data: { whoAmI: 'admin' } });
    expect((await server.listen('{ whoAmI }'))[0]?.payload.data).toEqual({ whoAmI: 'admin' });
    expect([...(await authenticator(undefined)(undefined)).roles].sort()).toEqual(['admin', 'operator']);
    await server.stop();
  });
});

describe('with a secret', () => {
  let server: GreetingServer;
  beforeAll(async () => {
    const settings = { jwtSecret, issuer: 'https://issuer', audience: 'retrace' };
    server = await startGreetingServer({ authenticate: authenticator(settings) });
  });
  afterAll(() => server.stop());

  it.each([
    ['roles', { roles: ['operator'] }],
    ['one of several roles', { roles: ['customer', 'admin', 'chef'] }],
    ['a single role', { roles: undefined, role: 'admin' }],
    ['an expiry within the tolerance', { exp: now() - 2 }],
    ['no expiry', { exp: undefined }],
  ])('the subject of a token with %s is the actor', async (_name, changes) => {
    expect(await ask(server, `Bearer ${await sign(changes as JWTPayload)}`)).toMatchObject({
      data: { whoAmI: 'ada' },
    });
  });

  it.each([
    ['nothing', async () => undefined, /Authorization: Bearer/],
    ['another scheme', async () => 'Basic YTpi', /Authorization: Bearer/],
    ['something that is no token', async () => 'Bearer 1.2', /not valid/],
    ['another secret', async () => `Bearer ${await sign({}, jwtSecret.toUpperCase())}`, /signature/],
    ['another algorithm', async () => `Bearer ${await sign({}, jwtSecret.repeat(2), 'HS512')}`, /"alg"/],
    [
      'no signature',
      async () => `Bearer ${new UnsecuredJWT(claims).setExpirationTime('1h').encode()}`,
      /not valid/,
    ],
    ['a token that has expired', async () => `Bearer ${await sign({ exp: now() - 10 })}`, /expired/],
    ['a token of the future', async () => `Bearer ${await sign({ nbf: now() + 60 })}`, /"nbf"/],
    ['another issuer', async () => `Bearer ${await sign({ iss: 'https://other' })}`, /"iss"/],
    ['another audience', async () => `Bearer ${await sign({ aud: 'other' })}`, /"aud"/],
    ['no subject', async () => `Bearer ${await sign({ sub: undefined as unknown as string })}`, /"sub"/],
    ['an empty subject', async () => `Bearer ${await sign({ sub: '' })}`, /"sub"/],
    ['NUL in its subject', async () => `Bearer ${await sign({ sub: 'a\u0000b' })}`, /"sub"/],
    ['half a surrogate pair in it', async () => `Bearer ${await sign({ sub: 'a\ud800' })}`, /"sub"/],
  ])('%s is UNAUTHENTICATED', async (_name, authorization, message) => {
    const { status, error } = await ask(server, await authorization());
    expect(status).toBe(401);
    expect(error?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', statusCode: 401, retryable: false });
    expect(error?.message).toMatch(message);
  });

  it.each([
    { roles: ['customer'] },
    { roles: [] },
    { roles: 'operators' },
    { roles: undefined, role: 'Admin' },
  ])('a token with %o is FORBIDDEN', async (changes) => {
    const { status, error } = await ask(server, `Bearer ${await sign(changes as JWTPayload)}`);
    expect(status).toBe(403);
    expect(error?.message).toMatch(/needs operator or admin/);
    expect(error?.extensions).toMatchObject({ code: 'FORBIDDEN', statusCode: 403, retryable: false });
  });

  it('a body is not even read without a token', async () => {
    const { status, headers } = await postRaw(server.url, '[');
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('health and GraphiQL are open', async () => {
    for (const path of ['/health/live', '/health/ready', '/graphql', '/graphiql/start.js']) {
      const response = await fetch(new URL(path, server.url), { headers: { accept: 'text/html' } });
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  it.each([
    ['authorization', (token: string) => ({ authorization: token }), () => ({})],
    ['Authorization', (token: string) => ({ Authorization: token }), () => ({})],
    ['a header', () => ({}), (token: string) => ({ headers: { authorization: token } })],
  ])('a socket is let in by %s', async (_name, parameters, options) => {
    const token = `Bearer ${await sign()}`;
    const connection = await connectAcknowledged(server.url, parameters(token), options(token));
    connection.send({ id: '1', type: 'subscribe', payload: { query: '{ whoAmI }' } });
    expect((await connection.next()).payload.data).toEqual({ whoAmI: 'ada' });
    connection.socket.close();
  });

  it.each([
    ['without a token', async () => ({}), /^UNAUTHENTICATED: No token/],
    [
      'with a bad one',
      async () => ({ authorization: 'Bearer 1.2' }),
      /^UNAUTHENTICATED: The token is not valid/,
    ],
    ['with a token that is no text', async () => ({ authorization: 7 }), /^UNAUTHENTICATED: No token/],
    [
      'without a role',
      async () => ({ authorization: `Bearer ${await sign({ roles: [] })}` }),
      /^FORBIDDEN: /,
    ],
  ])('a socket %s is closed with 4403', async (_name, payload, reason) => {
    const connection = await connect(server.url);
    connection.send({ type: 'connection_init', payload: await payload() });
    expect(await connection.closed()).toEqual({ code: 4403, reason: expect.stringMatching(reason) });
  });

  it('a socket is closed with 4403 when its token expires', async () => {
    const authorization = `Bearer ${await sign({ exp: now() - 3 })}`; // the tolerance leaves it two seconds at most
    const connection = await connectAcknowledged(server.url, { authorization });
    connection.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { greetings }' } });
    expect((await connection.next()).type).toBe('next');
    expect(await connection.closed()).toEqual({ code: 4403, reason: 'Token expired' });
  });
});

describe('with a key set', () => {
  let keys: Server;
  let published: object | undefined;
  let server: GreetingServer;
  beforeAll(async () => {
    keys = createServer((_request, response) => {
      response.statusCode = published === undefined ? 500 : 200;
      response.end(JSON.stringify(published));
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const { port } = keys.address() as AddressInfo;
    const jwksUrl = `http://127.0.0.1:${port}/keys`;
    server = await startGreetingServer({ authenticate: authenticator({ jwksUrl }) });
  });
  afterAll(async () => {
    await server.stop();
    keys.close();
  });

  it('that cannot be fetched, no token is judged', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'ES256' })
      .sign(privateKey);
    const { status, error } = await ask(server, `Bearer ${token}`);
    expect(status).toBe(500);
    expect(error?.extensions).toMatchObject({ code: 'INTERNAL_ERROR', retryable: true });
  });

  it('its algorithms are taken, and the secret’s is not', async () => {
    const pairs = await Promise.all(
      ['RS256', 'ES256', 'EdDSA'].map(async (alg) => ({ alg, ...(await generateKeyPair(alg)) })),
    );
    published = {
      keys: await Promise.all(
        pairs.map(async ({ alg, publicKey }) => ({ ...(await exportJWK(publicKey)), alg, kid: alg })),
      ),
    };
    for (const { alg, privateKey } of pairs) {
      const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: alg }).sign(privateKey);
      expect(await ask(server, `Bearer ${token}`)).toMatchObject({ data: { whoAmI: 'ada' } });
    }
    expect(await ask(server, `Bearer ${await sign()}`)).toMatchObject({ status: 401 });
    const stranger = await generateKeyPair('ES256');
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'ES256' })
      .sign(stranger.privateKey);
    expect(await ask(server, `Bearer ${forged}`)).toMatchObject({ status: 401 });
  });
});
