import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, connectAcknowledged, postRaw } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import { jwtSecret, secondsFromNow, signToken } from '../testing/tokens.js';
import { type Authenticate, authenticator } from './authentication.js';

const claims: JWTPayload = { sub: 'ada', roles: ['operator'], iss: 'https://issuer', aud: 'retrace' };
const now = () => secondsFromNow(0);

const sign = (changes: JWTPayload = {}, secret = jwtSecret, algorithm = 'HS256'): Promise<string> =>
  signToken({ ...claims, ...changes }, secret, algorithm);

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
    ['a customer’s role', { roles: ['customer'] }],
  ])('the subject of a token with %s is the actor', async (_name, changes) => {
    expect(await ask(server, `Bearer ${await sign(changes as JWTPayload)}`)).toMatchObject({
      data: { whoAmI: 'ada' },
    });
  });

  it('a token that was checked before ends in time all the same', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const authenticate = authenticator({ jwtSecret });
    const token = `Bearer ${await sign({ exp: now() + 10 })}`;
    for (const wait of [0, 14_000]) {
      vi.setSystemTime(Date.now() + wait);
      expect(await authenticate(token)).toMatchObject({ actor: 'ada' });
    }
    vi.setSystemTime(Date.now() + 1_000);
    await expect(authenticate(token)).rejects.toThrow(/expired/);
    vi.useRealTimers();
  });

  it('an admin is an operator too, and nobody is more than their token says', async () => {
    const authenticate = authenticator({ jwtSecret, issuer: 'https://issuer', audience: 'retrace' });
    const rolesOf = async (changes: JWTPayload) =>
      [...(await authenticate(`Bearer ${await sign(changes)}`)).roles].sort();
    expect(await rolesOf({ roles: ['admin'] })).toEqual(['admin', 'operator']);
    expect(await rolesOf({ roles: ['operator', 'chef'] })).toEqual(['operator']);
    expect(await rolesOf({ roles: undefined, role: 'customer' })).toEqual(['customer']);
    expect(await rolesOf({ roles: ['customer'], role: 'admin' })).toEqual(['customer']);
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

  it.each(['fulfilment', 'payment-gateway', 'cli:root', 'cli:', ' Fulfilment', 'CLI:x'])(
    'nobody is called %j, as Retrace itself is in events',
    async (sub) => {
      const { status, error } = await ask(server, `Bearer ${await sign({ sub, roles: ['customer'] })}`);
      expect(status).toBe(401);
      expect(error?.extensions.code).toBe('UNAUTHENTICATED');
      expect(error?.message).toMatch(/"sub" is a name of Retrace itself/);
    },
  );

  it.each(['fulfilment-team', 'client', 'cli', 'ann:cli:'])('%s is a name as any other', async (sub) => {
    expect(await ask(server, `Bearer ${await sign({ sub })}`)).toMatchObject({ data: { whoAmI: sub } });
  });

  it.each([
    { roles: ['chef'] },
    { roles: ['toString', '__proto__', 7, null] },
    { roles: [] },
    { roles: 'operators' },
    { roles: undefined, role: 'Admin' },
  ])('a token with %o is FORBIDDEN', async (changes) => {
    const { status, error } = await ask(server, `Bearer ${await sign(changes as JWTPayload)}`);
    expect(status).toBe(403);
    expect(error?.message).toMatch(/needs customer, operator or admin/);
    expect(error?.extensions).toMatchObject({
      ...{ code: 'FORBIDDEN', statusCode: 403, retryable: false, details: { role: 'customer' } },
    });
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
  let jwksUrl: string;
  let published: object | undefined;
  let authenticate: Authenticate;
  beforeAll(async () => {
    keys = createServer((_request, response) => {
      response.statusCode = published === undefined ? 500 : 200;
      response.end(JSON.stringify(published));
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys`;
  });
  beforeEach(() => {
    authenticate = authenticator({ jwksUrl });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(() => void keys.close());

  const newPair = async (alg: string, kid = alg) => ({ alg, kid, ...(await generateKeyPair(alg)) });
  type Pair = Awaited<ReturnType<typeof newPair>>;

  async function publish(...pairs: Pair[]): Promise<void> {
    const exported = pairs.map(async ({ alg, kid, publicKey }) => ({
      ...(await exportJWK(publicKey)),
      ...{ alg, kid },
    }));
    published = { keys: await Promise.all(exported) };
  }

  const signedBy = async ({ alg, kid, privateKey }: Pair): Promise<string> =>
    `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey)}`;
  const refused = { extensions: { code: 'UNAUTHENTICATED' } };

  it('that cannot be fetched, no token is judged', async () => {
    published = undefined;
    const server = await startGreetingServer({ authenticate });
    const { status, error } = await ask(server, await signedBy(await newPair('ES256')));
    expect(status).toBe(500);
    expect(error?.extensions).toMatchObject({ code: 'INTERNAL_ERROR', retryable: true });
    await server.stop();
  });

  it('its algorithms are taken, and the secret’s is not', async () => {
    const pairs = await Promise.all(['RS256', 'ES256', 'EdDSA'].map((alg) => newPair(alg)));
    await publish(...pairs);
    for (const pair of pairs)
      expect(await authenticate(await signedBy(pair))).toMatchObject({ actor: 'ada' });
    await expect(authenticate(`Bearer ${await sign()}`)).rejects.toMatchObject(refused);
    await expect(authenticate(await signedBy(await newPair('ES256')))).rejects.toMatchObject(refused);
  });

  it('nobody signs with its public keys as if they were secrets', async () => {
    const pair = await newPair('RS256');
    await publish(pair);
    expect(await authenticate(await signedBy(pair))).toMatchObject({ actor: 'ada' });
    for (const secret of [
      await exportSPKI(pair.publicKey),
      JSON.stringify(await exportJWK(pair.publicKey)),
    ]) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: pair.kid })
        .sign(new TextEncoder().encode(secret));
      await expect(authenticate(`Bearer ${forged}`)).rejects.toMatchObject(refused);
    }
  });

  it('a key that is added is found without a restart', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [first, added] = await Promise.all([newPair('ES256', 'first'), newPair('ES256', 'added')]);
    await publish(first);
    await authenticate(await signedBy(first));
    await publish(first, added);
    vi.setSystemTime(Date.now() + 31_000); // it is asked for unknown keys every 30 seconds at the most
    for (const pair of [added, first])
      expect(await authenticate(await signedBy(pair))).toMatchObject({ actor: 'ada' });
  });

  it('a key that is taken away is believed for ten minutes at the most', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [stays, goes] = await Promise.all([newPair('ES256', 'stays'), newPair('ES256', 'goes')]);
    await publish(stays, goes);
    const token = await signedBy(goes);
    await authenticate(token);
    await publish(stays);
    vi.setSystemTime(Date.now() + 601_000);
    await expect(authenticate(token)).rejects.toMatchObject(refused);
    expect(await authenticate(await signedBy(stays))).toMatchObject({ actor: 'ada' });
  });
});
