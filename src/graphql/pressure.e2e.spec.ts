import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSchema } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { bothTransports } from '../testing/both-transports.js';
import { connect, connectAcknowledged, replyFrom } from '../testing/graphql-client.js';
import { createGate } from '../testing/greeting-schema.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import { apiError } from './errors.js';
import type { Spender } from './rates.js';

let server: GreetingServer;
afterEach(() => server.stop());

const shortage = { setting: 'RATE_PER_CALLER', max: 2_000, retryAfterMs: 1_500 } as const;
const timeout = { code: 'REQUEST_TIMEOUT', statusCode: 503, retryable: true };

describe.each(bothTransports(() => server))('an operation over %s', (_name, send) => {
  it('that takes too long is answered in time, and told to be repeated with its key', async () => {
    server = await startGreetingServer({ requestTimeoutMs: 50 });
    const { errors, data } = await send({ query: 'mutation { slow }' });
    expect(data).toBeUndefined();
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(/within 50 ms.*idempotencyKey/),
      extensions: timeout,
    });
    server.gate.open();
    expect((await send({ query: '{ hello }' })).data).toEqual({ hello: 'Hello, world!' });
  });

  it('spends what it costs, by its caller and its address', async () => {
    const spent: [Spender, number][] = [];
    const rates = { spend: (...it: [Spender, number]) => void spent.push(it) };
    server = await startGreetingServer({ rates });
    await send({ query: '{ a: hello b: hello }' });
    await send({ query: 'mutation { slow' });
    const caller = expect.objectContaining({ actor: 'admin' });
    expect(spent).toContainEqual([expect.objectContaining({ address: '127.0.0.1', caller }), 2]);
    expect(spent.at(-1)).toEqual([{ address: '127.0.0.1' }, 50]);
  });

  it('that is too much is refused, and says when to come again', async () => {
    const rates = { spend: (_who: Spender, points: number) => (points === 3 ? shortage : undefined) };
    server = await startGreetingServer({ rates });
    const { errors } = await send({ query: '{ a: hello b: hello c: hello }' });
    expect(errors[0]?.extensions).toMatchObject({
      ...{ code: 'RATE_LIMITED', statusCode: 429, retryable: true },
      details: { limit: 'rate', ...shortage },
    });
    expect(errors[0]?.message).toMatch(/2000 points a second \(RATE_PER_CALLER\).*1500 ms/);
  });
});

const broke = { spend: () => shortage };

describe('an address that has spent all', () => {
  it('is refused before its body is read', async () => {
    server = await startGreetingServer({ rates: broke });
    const reply = await replyFrom(await fetch(server.url, { method: 'POST', body: 'no JSON' }));
    expect(reply).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(reply.headers.get('retry-after')).toBe('2');
  });

  it('opens no socket', async () => {
    server = await startGreetingServer({ rates: broke });
    const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '2']);
    expect(JSON.parse(await text(response)).errors[0].extensions.code).toBe('RATE_LIMITED');
  });
});

describe('a refused token', () => {
  it('costs its address, over HTTP and WebSocket', async () => {
    const spend = vi.fn((..._it: [Spender, number]) => undefined);
    const authenticate = async () => {
      throw apiError('UNAUTHENTICATED', 'No');
    };
    server = await startGreetingServer({ rates: { spend }, authenticate });
    await server.ask('{ hello }');
    expect(spend.mock.calls).toEqual([
      [{ address: '127.0.0.1' }, 1],
      [{ address: '127.0.0.1' }, 50],
    ]);
    const connection = await connect(server.url);
    connection.send({ type: 'connection_init' });
    expect(await connection.closed()).toEqual({ code: 4403, reason: 'UNAUTHENTICATED: No' });
    const prices = () => spend.mock.calls.slice(2).map(([, points]) => points);
    await vi.waitFor(() => expect(prices()).toEqual([10, 1, 50])); // the socket, the message, the refusal
  });
});

describe('beside GraphQL', () => {
  const webhooks = new Map([
    ['/told', { maxBytes: 100, receive: async () => ({ code: 'UNAUTHENTICATED', message: 'No' }) as const }],
  ]);

  it.each([
    ['a path where nothing is', '/nothing', 'GET', 404],
    ['a method that nobody answers', '/graphql', 'DELETE', 405],
    ['a webhook of somebody else', '/told', 'POST', 401],
  ])('%s costs its address', async (_what, path, method, status) => {
    const spend = vi.fn((..._it: [Spender, number]) => undefined);
    server = await startGreetingServer({ rates: { spend }, webhooks });
    expect((await fetch(new URL(path, server.url), { method })).status).toBe(status);
    expect(spend.mock.calls).toEqual([[{ address: '127.0.0.1' }, 50]]);
  });

  it('those who ask for a page of metrics at once get the same one', async () => {
    const gate = createGate();
    const metrics = vi.fn(async () => {
      await gate.opened;
      return { type: 'text/plain', text: 'page' };
    });
    server = await startGreetingServer({ metrics });
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.write('GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(5));
    await vi.waitFor(() => expect(metrics).toHaveBeenCalled());
    gate.open();
    let answers = '';
    for await (const data of socket) {
      answers += data;
      if (answers.match(/page/g)?.length === 5) break;
    }
    expect(metrics).toHaveBeenCalledTimes(1);
    expect(await (await fetch(new URL('/metrics', server.url))).text()).toBe('page');
    expect(metrics).toHaveBeenCalledTimes(2);
  });
});

describe('a subscription', () => {
  const schema = buildSchema('type Query { one: Int } type Subscription { late: Int }');
  const closed = vi.fn();
  const gate = createGate();
  const stream = { next: () => new Promise(() => {}), return: closed, [Symbol.asyncIterator]: () => stream };
  Object.assign(schema.getSubscriptionType()?.getFields().late ?? {}, {
    subscribe: () => gate.opened.then(() => stream),
  });

  it('that is not opened in time is refused, and closed where it opens after all', async () => {
    server = await startGreetingServer({ schema, requestTimeoutMs: 50 });
    const [message, end] = await server.listen('subscription { late }');
    expect(message?.payload.errors[0]).toMatchObject({
      message: expect.stringContaining('within 50 ms (REQUEST_TIMEOUT_MS)'),
      extensions: { ...timeout, details: { setting: 'REQUEST_TIMEOUT_MS', max: 50 } },
    });
    expect(end?.type).toBe('complete');
    expect(closed).not.toHaveBeenCalled();
    gate.open();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1));
    expect(server.sockets().subscriptions).toBe(0);
  });

  it('that is open may take as long as it likes', async () => {
    server = await startGreetingServer({ requestTimeoutMs: 50 });
    const messages = await server.listen('subscription { greetings(times: 12) }'); // one every 10 ms
    expect(messages.map(({ type }) => type)).toEqual([...Array(12).fill('next'), 'complete']);
  });
});

describe('a caller', () => {
  it('may open so many sockets, and others again when those are closed', async () => {
    server = await startGreetingServer({ maxSocketsPerCaller: 2 });
    const first = await connectAcknowledged(server.url);
    await connectAcknowledged(server.url);
    const third = await connect(server.url);
    third.send({ type: 'connection_init' });
    expect(await third.closed()).toEqual({
      code: 4403,
      reason: 'RATE_LIMITED: more than 2 sockets of one caller (MAX_SOCKETS_PER_CALLER)',
    });
    first.socket.close();
    await vi.waitFor(() => expect(server.sockets().connections).toBe(1));
    await connectAcknowledged(server.url);
  });

  it('may have so many subscriptions on a socket, and others when those have ended', async () => {
    server = await startGreetingServer({ maxSubscriptions: 2 });
    const connection = await connectAcknowledged(server.url);
    const subscribe = (id: string) =>
      connection.send({ id, type: 'subscribe', payload: { query: 'subscription { greetings }' } });
    const answerTo = async (id: string) => {
      for (;;) {
        const message = await connection.next();
        if (message.id === id) return message;
      }
    };
    for (const id of ['a', 'b', 'c']) subscribe(id);
    const refusal = await answerTo('c');
    expect(refusal.type).toBe('error');
    expect(refusal.payload[0].extensions).toMatchObject({
      code: 'RATE_LIMITED',
      details: { limit: 'subscriptions', max: 2, setting: 'MAX_SUBSCRIPTIONS_PER_SOCKET' },
    });
    connection.send({ id: 'a', type: 'complete' });
    await vi.waitFor(() => expect(server.sockets().subscriptions).toBe(1));
    subscribe('d');
    expect((await answerTo('d')).type).toBe('next');
  });

  it('may have subscriptions on a socket that are not too dear together', async () => {
    server = await startGreetingServer();
    const connection = await connectAcknowledged(server.url);
    const query = `subscription { greetings } # ${'x'.repeat(50_000)}`;
    let opened = 0;
    for (;;) {
      connection.send({ id: `${opened}`, type: 'subscribe', payload: { query } });
      let message = await connection.next();
      while (message.id !== `${opened}`) message = await connection.next();
      if (message.type === 'next') opened += 1;
      else {
        const details = { limit: 'subscriptionCost', found: 20_440, max: 20_000 };
        expect(message.payload[0].extensions).toMatchObject({ code: 'RATE_LIMITED', details });
        break;
      }
    }
    expect(opened).toBe(39);
    connection.send({ id: '0', type: 'complete' });
    await vi.waitFor(() => expect(server.sockets().subscriptions).toBe(38));
    connection.send({ id: 'again', type: 'subscribe', payload: { query } });
    let message = await connection.next();
    while (message.id !== 'again') message = await connection.next();
    expect(message.type).toBe('next');
  });

  it('that sends thousands of messages at once lets others have their turn after each', async () => {
    server = await startGreetingServer();
    const { socket, send, next } = await connectAcknowledged(server.url);
    let turns = 0;
    const turn = () => {
      turns += 1;
      waiting = setImmediate(turn);
    };
    let waiting = setImmediate(turn);
    const pings = 2_000;
    for (let n = 0; n < pings; n += 1) send({ type: 'ping' });
    for (let n = 0; n < pings; n += 1) expect(await next()).toEqual({ type: 'pong' });
    clearImmediate(waiting);
    expect(turns).toBeGreaterThanOrEqual(pings - 1);
    expect(socket.readyState).toBe(socket.OPEN);
  });

  it('is known behind trusted proxies by what they say of it, and not by what itself says', async () => {
    const spend = vi.fn((_who: Spender) => undefined);
    server = await startGreetingServer({ rates: { spend }, trustedProxies: 2 });
    const forwarded = async (header: string) => {
      spend.mockClear();
      await server.ask('{ hello }', {}, { 'x-forwarded-for': header });
      return spend.mock.calls[0]?.[0].address;
    };
    expect(await forwarded('9.9.9.9, 1.2.3.4, 10.0.0.1')).toBe('1.2.3.4');
    expect(await forwarded('2001:db8::1, 10.0.0.1')).toBe('2001:db8::1');
    expect(await forwarded('nonsense, 10.0.0.1')).toBe('127.0.0.1');
  });
});

it('a connection may have eight requests under way, and is cut with more', async () => {
  server = await startGreetingServer();
  const ask = '{"query":"{ slow }"}';
  const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  const requests = (count: number) => `${head}content-length: ${ask.length}\r\n\r\n${ask}`.repeat(count);
  const eight = connectTcp(server.port, '127.0.0.1');
  eight.write(requests(8));
  await vi.waitFor(() => expect(server.gate.waiting).toBe(8));
  const nine = connectTcp(server.port, '127.0.0.1');
  nine.write(requests(9));
  nine.on('error', () => {});
  await once(nine.resume(), 'close');
  expect(eight.closed).toBe(false);
  eight.destroy();
});

it('an address may have so many connections open; more are cut off', async () => {
  server = await startGreetingServer({ maxConnectionsPerAddress: 2 });
  const first = await connectAcknowledged(server.url);
  await connectAcknowledged(server.url);
  await expect(fetch(new URL('/health/live', server.url))).rejects.toThrow();
  first.socket.close();
  await vi.waitFor(async () => expect((await fetch(new URL('/health/live', server.url))).status).toBe(200));
});
