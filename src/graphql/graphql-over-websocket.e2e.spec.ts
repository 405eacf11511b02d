import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectAcknowledged } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';

// The rules of the protocol itself: websocket-protocol.e2e.spec.ts.

let server: GreetingServer;
beforeAll(async () => {
  server = await startGreetingServer();
});
afterAll(() => server.stop());
afterEach(() => {
  vi.useRealTimers();
});

/** Shakes hands by hand and reads what comes back to the end. */
function handshake(headers: Record<string, string>): Promise<Buffer> {
  const lines = Object.entries({
    host: 'x',
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  });
  const socket = connectTcp(server.port, '127.0.0.1');
  socket.write(
    `GET /graphql HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  return buffer(socket);
}

const subscribe = (query: string, id = '1') => ({ id, type: 'subscribe', payload: { query } });

describe('an operation over WebSocket', () => {
  it('is a subscription with all its answers, then complete', async () => {
    const next = (count: number) => ({
      id: '1',
      type: 'next',
      payload: { data: { greetings: `Hello ${count}` } },
    });
    const messages = await server.listen('subscription { greetings(times: 2) }');
    expect(messages).toEqual([next(1), next(2), { id: '1', type: 'complete' }]);
  });

  it('is a query, with variables, too', async () => {
    const [answer] = await server.listen('query($n: String) { hello(name: $n) }', { n: 'Ada' });
    expect(answer?.payload).toEqual({ data: { hello: 'Hello, Ada!' } });
  });

  it('works with the client of graphql-ws', async () => {
    const client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const answers: unknown[] = [];
    for await (const { data } of client.iterate({ query: 'subscription { greetings(times: 3) }' }))
      answers.push(data);
    expect(answers).toHaveLength(3);
    await client.dispose();
  });

  it('writes one line with its name and request id', async () => {
    const before = server.logged.length;
    await server.listen('subscription Watch { greetings(times: 1) }');
    await server.listen('{ hello }');
    await server.listen('{ nothing }');
    const lines = () => server.logged.slice(before).filter(({ msg }) => msg === 'websocket operation');
    await vi.waitFor(() => expect(lines()).toHaveLength(3));
    expect(lines()[0]).toMatchObject({ level: 30, kind: 'subscription', operation: 'Watch' });
    expect(new Set(lines().map(({ requestId }) => requestId)).size).toBe(3);
  });
});

describe('a subscription that fails', () => {
  it.each([
    [
      'when it starts, with a refusal',
      'subscription { refusing(failure: "notFound") }',
      'NOT_FOUND',
      /Order 7/,
    ],
    [
      'when it starts, with a fault',
      'subscription { refusing(failure: "store") }',
      'EVENT_STORE_ERROR',
      /Try again/,
    ],
    [
      'for one of its events',
      'subscription { failing(failure: "unknown") }',
      'INTERNAL_ERROR',
      /Quote request id/,
    ],
  ])('%s answers the error with its code', async (_when, query, code, message) => {
    const [answer, end] = await server.listen(query);
    expect(answer?.payload.errors[0].extensions.code).toBe(code);
    expect(answer?.payload.errors[0].message).toMatch(message);
    expect(end?.type).toBe('complete');
  });

  it.each([
    ['conflict', 'CONCURRENCY_ERROR', /version 3/],
    ['store', 'EVENT_STORE_ERROR', /Try again/],
    ['unknown', 'INTERNAL_ERROR', /Quote request id/],
  ])(
    'in the middle, by %s, ends with the error and leaves the socket open',
    async (failure, code, message) => {
      const connection = await connectAcknowledged(server.url);
      connection.send(subscribe(`subscription { greetings(times: 1, thenFailWith: "${failure}") }`));
      const [greeting, end] = await connection.untilEnd();
      expect([greeting?.type, end?.type]).toEqual(['next', 'error']);
      expect(end?.payload[0].extensions.code).toBe(code);
      expect(end?.payload[0].message).toMatch(message);
      connection.send(subscribe('{ hello }'));
      expect((await connection.next()).payload.data).toEqual({ hello: 'Hello, world!' });
      connection.socket.close();
    },
  );
});

describe('a socket that breaks the rules', () => {
  it('by the subprotocol of another age is closed with 4406', async () => {
    const answer = await handshake({ 'sec-websocket-protocol': 'graphql-ws' });
    expect(answer.toString()).toContain('Subprotocol not acceptable');
    expect(answer.subarray(answer.indexOf('\r\n\r\n') + 4).readUInt16BE(2)).toBe(4406);
  });

  it('by not answering pings is cut off', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const connection = await connectAcknowledged(server.url, {}, { autoPong: false });
    const pinged = once(connection.socket, 'ping');
    vi.advanceTimersByTime(12_000);
    await pinged;
    expect(connection.socket.readyState).toBe(WebSocket.OPEN);
    vi.advanceTimersByTime(12_000);
    expect(await connection.closed()).toMatchObject({ code: 1006 });
  });
});

it('a socket that answers pings stays open', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const connection = await connectAcknowledged(server.url);
  for (let n = 0; n < 4; n += 1) {
    const pinged = once(connection.socket, 'ping');
    vi.advanceTimersByTime(12_000);
    await pinged;
    connection.send({ type: 'ping' }); // whose answer comes after the pong has arrived
    expect((await connection.next()).type).toBe('pong');
  }
  connection.socket.close();
});

describe('a handshake', () => {
  const refusal = async (url: URL | string, options: object = {}) => {
    const socket = new WebSocket(`${url}`.replace('http', 'ws'), 'graphql-transport-ws', options);
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    return { status: response.statusCode, ...JSON.parse(await text(response)) };
  };

  it('from a page of another site is refused', async () => {
    for (const origin of ['https://elsewhere.example', 'null', 'http://localhost.elsewhere.example']) {
      const answer = await refusal(server.url, { origin });
      expect(answer).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: 'FORBIDDEN', statusCode: 403 } }],
      });
    }
  });

  it.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:80'])(
    'from %s is taken',
    async (origin) => {
      const connection = await connectAcknowledged(server.url, {}, { origin });
      connection.socket.close();
    },
  );

  it('at another path is refused', async () => {
    expect(await refusal(new URL('/elsewhere', server.url))).toMatchObject({
      status: 404,
      errors: [{ message: 'WebSocket is at /graphql only.', extensions: { code: 'NOT_FOUND' } }],
    });
  });

  it('that is broken is refused in JSON', async () => {
    const answer = (await handshake({ 'sec-websocket-key': 'short' })).toString();
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).errors[0]).toMatchObject({
      message: expect.stringContaining('Sec-WebSocket-Key'),
      extensions: { code: 'VALIDATION_ERROR' },
    });
  });
});
