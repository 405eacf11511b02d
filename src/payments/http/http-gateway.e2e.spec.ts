import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayRefusal, GatewayUnavailable, type PaymentOperation } from '../payment-gateway.js';
import type { CallOutcome } from './gateway-observer.js';
import { type HttpGatewayOptions, httpGateway } from './http-gateway.js';

const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const common = { orderId, amount: { minor: 1_250, currency: 'USD' } };
const authorize: PaymentOperation = { ...common, kind: 'AUTHORIZE', key: `${orderId}:1`, token: 'tok_ok' };
const capture: PaymentOperation = {
  ...common,
  kind: 'CAPTURE',
  key: `${orderId}:2`,
  authorizationId: 'a/1?',
};
const refund: PaymentOperation = {
  ...{ ...common, kind: 'REFUND', key: `${orderId}:3` },
  ...{ authorizationId: 'a1', captureId: 'c1' },
};

/** The true answer to `authorize`, but for what the test says. */
const authorized = (lie: object = {}) => ({
  ...{ kind: 'AUTHORIZED', id: 'a1', orderId, operation: authorize.key },
  amount: { amount: '12.50', currency: 'USD' },
  ...lie,
});

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections();
});

type Answer = (response: ServerResponse, times: number) => void;

/** The adapter before a server that answers so, and what came there, was observed, and became of it. */
async function gatewayBefore(answer: Answer, options: Partial<HttpGatewayOptions> = {}) {
  const received: Received[] = [];
  const outcomes: CallOutcome[] = [];
  const states: string[] = [];
  const server = createServer(async (request, response) => {
    const { url: path, headers } = request;
    received.push({ path, headers, body: await text(request) });
    answer(response, received.length);
  }).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  const gateway = httpGateway({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`,
    ...{ timeoutMs: 5_000, retryMs: 1 },
    observer: {
      onCall: ({ outcome, seconds }) => seconds >= 0 && outcomes.push(outcome),
      onBreaker: (state) => states.push(state),
    },
    ...options,
  });
  /** The fact, or the error that was thrown. */
  const outcomeOf = (operation: PaymentOperation) =>
    gateway.carryOut(operation).catch((error: GatewayUnavailable) => error);
  return { gateway, received, outcomes, states, outcomeOf };
}

const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('what is asked', () => {
  it('is JSON with the key of the operation, and the secret as bearer token', async () => {
    const { gateway, received } = await gatewayBefore(json(201, authorized()), { secret: 's3cret' });
    await gateway.carryOut(authorize);
    expect(received).toMatchObject([
      {
        path: '/v1/authorizations',
        headers: {
          authorization: 'Bearer s3cret',
          'content-type': 'application/json',
          'idempotency-key': authorize.key,
        },
      },
    ]);
    const amount = { amount: '12.50', currency: 'USD' };
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ orderId, amount, token: 'tok_ok' });
  });

  it.each([
    [capture, '/v1/authorizations/a%2F1%3F/captures'],
    [{ ...capture, kind: 'VOID' } as const, '/v1/authorizations/a%2F1%3F/voids'],
    [refund, '/v1/captures/c1/refunds'],
  ])('stands at a path of its own: $kind', async (operation, path) => {
    const { received, outcomeOf } = await gatewayBefore(json(422, { error: { message: 'no' } }));
    await outcomeOf(operation);
    expect(received).toMatchObject([{ path }]);
    expect(received[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('what is answered', () => {
  it('is a fact', async () => {
    const { gateway, outcomes } = await gatewayBefore(json(201, authorized()));
    expect(await gateway.carryOut(authorize)).toEqual({
      ...{ ...common, kind: 'AUTHORIZED', id: 'a1', operation: authorize.key },
      ...{ authorizationId: 'a1', captureId: null, reason: null },
    });
    expect(outcomes).toEqual(['DONE']);
  });

  it('is a decline', async () => {
    const declined = authorized({ kind: 'DECLINED', id: 'd1', reason: 'insufficient funds' });
    const { gateway, outcomes } = await gatewayBefore(json(402, declined));
    expect(await gateway.carryOut(authorize)).toMatchObject({
      kind: 'DECLINED',
      reason: 'insufficient funds',
    });
    expect(outcomes).toEqual(['DECLINED']);
  });

  it('is told later', async () => {
    const { gateway, outcomes } = await gatewayBefore(json(202, {}));
    expect(await gateway.carryOut(authorize)).toBe('UNDECIDED');
    expect(outcomes).toEqual(['UNDECIDED']);
  });

  it.each([400, 404, 409, 422])('is a refusal with status %d, which is not asked again', async (status) => {
    const refusal = { error: { message: 'more than is held' } };
    const { outcomeOf, received, outcomes } = await gatewayBefore(json(status, refusal));
    const error = await outcomeOf(capture);
    expect(error).toBeInstanceOf(GatewayRefusal);
    expect(error).toMatchObject({ message: 'The payment gateway refuses: more than is held' });
    expect(received).toHaveLength(1);
    expect(outcomes).toEqual(['REFUSED']);
  });
});

const endless: Answer = (response) => {
  const write = () => {
    while (response.write('x'.repeat(10_000)));
  };
  response.writeHead(200).on('drain', write);
  write();
};

const bomb = gzipSync(Buffer.alloc(50_000_000));

describe('an answer that does not tell what happened', () => {
  it.each<[string, Answer, RegExp]>([
    ['a fault', json(500, {}), /status 500/],
    ['a gateway in between', json(502, { error: { message: 'no route' } }), /status 502/],
    ['our secret is wrong', json(401, { error: { message: 'who?' } }), /status 401/],
    ['another page', (it) => it.writeHead(404).end('<h1>Not found</h1>'), /without an error message/],
    ['a refusal that says nothing', json(422, { error: { message: '' } }), /without an error message/],
    ['a refusal that says much', json(422, { error: { message: 'x'.repeat(501) } }), /without an error/],
    ['a redirect', (it) => it.writeHead(307, { location: '/v1/elsewhere' }).end(), /status 307/],
    ['no JSON', (it) => it.writeHead(201).end('{'), /makes no sense/],
    ['nothing', (it) => it.writeHead(201).end(), /makes no sense/],
    ['a list', json(201, [authorized()]), /makes no sense/],
    ['another kind', json(201, authorized({ kind: 'VOIDED', authorizationId: 'a1' })), /kind differ/],
    ['a kind that nobody knows', json(201, authorized({ kind: 'SETTLED' })), /makes no sense: .*kind/],
    ['a decline that is none', json(402, authorized()), /kind differ/],
    ['a decline that was done', json(201, authorized({ kind: 'DECLINED', reason: 'no' })), /kind differ/],
    ['another order', json(201, authorized({ orderId: `${orderId.slice(0, -1)}8` })), /orderId differ/],
    ['another key', json(201, authorized({ operation: 'other' })), /operation differ/],
    ['no key', json(201, authorized({ operation: null })), /operation differ/],
    ['a cent less', json(201, authorized({ amount: { amount: '12.49', currency: 'USD' } })), /amount differ/],
    ['other money', json(201, authorized({ amount: { amount: '12.50', currency: 'EUR' } })), /amount differ/],
    ['a number', json(201, authorized({ amount: { amount: 12.5, currency: 'USD' } })), /decimal string/],
    ['an id that is a path', json(201, authorized({ id: '..' })), /makes no sense: .*id/],
    ['an id of two lines', json(201, authorized({ id: 'a\nb' })), /makes no sense: .*id/],
    ['a long id', json(201, authorized({ id: 'a'.repeat(256) })), /makes no sense: .*id/],
    ['without end', endless, /larger than 65536 bytes/],
    ['a bomb', (it) => it.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb), /larger than 65536/],
    ['cut before', (it) => it.socket?.destroy(), /cannot be reached/],
    [
      'cut within',
      (it) => it.writeHead(201, { 'content-length': 500 }).write('{', () => it.socket?.destroy()),
      /broke off/,
    ],
  ])('%s: asks again, with the same key, twice', async (_case, answer, message) => {
    const { outcomeOf, received, outcomes } = await gatewayBefore(answer);
    const error = await outcomeOf(authorize);
    expect(error).toBeInstanceOf(GatewayUnavailable);
    expect(error).toMatchObject({
      called: true,
      retryAfterMs: undefined,
      message: expect.stringMatching(message),
    });
    expect(received.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill(authorize.key));
    expect(new Set(received.map(({ path, body }) => path + body)).size).toBe(1);
    expect(outcomes).toEqual(Array(3).fill('UNAVAILABLE'));
  });

  it.each<[string, object, RegExp]>([
    ['capture', { captureId: 'c2' }, /captureId differ/],
    ['authorisation', { authorizationId: 'a2' }, /authorizationId differ/],
  ])('a refund of another %s is not believed', async (_of, lie, message) => {
    const refunded = { kind: 'REFUNDED', id: 'r1', authorizationId: 'a1', captureId: 'c1' };
    const { outcomeOf } = await gatewayBefore(
      json(201, authorized({ ...refunded, operation: refund.key, ...lie })),
    );
    expect(await outcomeOf(refund)).toMatchObject({ message: expect.stringMatching(message) });
  });

  it('only an authorisation is declined', async () => {
    const declined = authorized({ kind: 'DECLINED', id: 'd1', reason: 'no', operation: capture.key });
    const { outcomeOf } = await gatewayBefore(json(402, declined));
    expect(await outcomeOf(capture)).toMatchObject({ message: expect.stringMatching(/status 402/) });
  });

  it.each<[string, Answer]>([
    ['nothing', () => {}],
    ['a head, and then nothing', (it) => it.writeHead(201).flushHeaders()],
    [
      'a byte now and then',
      (it) => {
        it.writeHead(201);
        const drip = setInterval(() => it.write(' '), 5);
        it.once('close', () => clearInterval(drip));
      },
    ],
  ])('%s: each call ends in time', async (_case, answer) => {
    const { outcomeOf, received, outcomes } = await gatewayBefore(answer, { timeoutMs: 60 });
    expect(await outcomeOf(authorize)).toMatchObject({
      called: true,
      message: 'The payment gateway did not answer within 60 ms',
    });
    expect(received).toHaveLength(3);
    expect(outcomes).toEqual(Array(3).fill('TIMED_OUT'));
  });

  it('nobody listens: says so', async () => {
    const { gateway } = await gatewayBefore(json(201, authorized()));
    const [server] = open.splice(0);
    server?.close().closeAllConnections();
    await expect(gateway.carryOut(authorize)).rejects.toThrow('cannot be reached (ECONNREFUSED)');
  });

  it('is made good by the next', async () => {
    const { gateway, outcomes } = await gatewayBefore((response, times) =>
      times < 3 ? response.socket?.destroy() : json(200, authorized())(response, times),
    );
    expect(await gateway.carryOut(authorize)).toMatchObject({ kind: 'AUTHORIZED' });
    expect(outcomes).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'DONE']);
  });
});

describe('a gateway that says when to come again', () => {
  it.each([
    [429, '7', 7_000],
    [503, '0', 0],
    [503, '999999999', 600_000],
    [429, new Date(Date.now() - 60_000).toUTCString(), 0],
    [429, 'Fri, 01 Jan 2100 00:00:00 GMT', 600_000],
  ])('status %d, %s: is not asked sooner', async (status, retryAfter, retryAfterMs) => {
    const { outcomeOf, received } = await gatewayBefore((response) =>
      response.writeHead(status, { 'retry-after': retryAfter }).end(),
    );
    expect(await outcomeOf(authorize)).toMatchObject({ called: true, retryAfterMs });
    expect(received).toHaveLength(1);
  });

  it('in words: is asked again as always', async () => {
    const { outcomeOf, received } = await gatewayBefore((response) =>
      response.writeHead(429, { 'retry-after': 'soon' }).end(),
    );
    expect(await outcomeOf(authorize)).toMatchObject({ retryAfterMs: undefined });
    expect(received).toHaveLength(3);
  });
});

describe('the circuit breaker', () => {
  it('lets no call out after several failures in a row, then one, which decides', async () => {
    let works = false;
    const { gateway, outcomeOf, received, states } = await gatewayBefore(
      (response, times) => json(works ? 201 : 500, authorized())(response, times),
      { breakerFailures: 4, restMs: 400 },
    );
    expect(await outcomeOf(authorize)).toMatchObject({ called: true });
    expect(await outcomeOf(authorize)).toMatchObject({
      called: true,
      message: expect.stringMatching(/status 500/),
    });
    expect(received).toHaveLength(4);
    const left = (await outcomeOf(authorize)) as GatewayUnavailable;
    expect(left).toMatchObject({ called: false, message: expect.stringMatching(/left alone/) });
    expect(left.retryAfterMs).toBeGreaterThan(0);
    expect(left.retryAfterMs).toBeLessThanOrEqual(400);
    expect(received).toHaveLength(4);

    works = true;
    await expect.poll(() => outcomeOf(authorize)).toMatchObject({ kind: 'AUTHORIZED' });
    expect(received).toHaveLength(5);
    await gateway.carryOut(authorize);
    expect(states).toEqual(['closed', 'open', 'half-open', 'closed']);
  });

  it('takes refusals and declines for signs of life', async () => {
    const refusal = { error: { message: 'no' } };
    const { outcomeOf, states } = await gatewayBefore(json(422, refusal), { breakerFailures: 1 });
    for (let i = 0; i < 3; i += 1) expect(await outcomeOf(capture)).toBeInstanceOf(GatewayRefusal);
    const declined = authorized({ kind: 'DECLINED', id: 'd1', reason: 'no' });
    const other = await gatewayBefore(json(402, declined), { breakerFailures: 1 });
    for (let i = 0; i < 3; i += 1)
      expect(await other.outcomeOf(authorize)).toMatchObject({ kind: 'DECLINED' });
    expect([states, other.states]).toEqual([['closed'], ['closed']]);
  });
});
