import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as client from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import { jwtSecret } from '../testing/tokens.js';
import { authenticator } from './authentication.js';

// graphql-transport-ws, by its PROTOCOL.md. What is subscribed to over it stands in graphql-over-websocket.e2e.spec.ts.

let server: GreetingServer;
beforeAll(async () => {
  server = await startGreetingServer({ maxMessageBytes: 10_000 });
});
afterAll(() => server.stop());

const opened: client.TestSocket[] = [];
async function open(url = server.url) {
  const connection = await client.connect(url);
  opened.push(connection);
  return connection;
}
async function acknowledged() {
  const connection = await open();
  connection.send(init);
  expect(await connection.next()).toEqual({ type: 'connection_ack' });
  return connection;
}

/** Whatever a test leaves behind must go with its sockets. */
afterEach(async () => {
  vi.useRealTimers();
  for (const { socket } of opened.splice(0)) socket.close();
  await vi.waitFor(() => expect(server.sockets()).toEqual({ connections: 0, subscriptions: 0 }));
  expect(server.gate.subscribers).toBe(0);
  expect(server.logged.filter(({ msg }) => msg === 'websocket failed')).toEqual([]);
});

const init = { type: 'connection_init' };
const subscribe = (query: string, id = '1') => ({ id, type: 'subscribe', payload: { query } });
const complete = (id = '1') => ({ id, type: 'complete' });
const forEver = subscribe('subscription { greetings }');

/** Whatever comes until the server has answered all that was sent before. */
async function untilQuiet(connection: client.TestSocket) {
  const payload = { quiet: true };
  connection.send({ type: 'ping', payload });
  const messages = [];
  for (;;) {
    const message = await connection.next();
    if (message.type === 'pong' && message.payload?.quiet) return messages;
    messages.push(message);
  }
}

describe('a socket is closed', () => {
  it.each([
    ['text that is no JSON', '{'],
    ['nothing', ''],
    ['JSON that is no object', '["subscribe"]'],
    ['null', 'null'],
    ['no type', '{"id":"1"}'],
    ['a type that is no text', '{"type":7}'],
    ['an unknown type', '{"type":"shout"}'],
    ['a type of the old protocol', '{"type":"start","id":"1","payload":{"query":"{ hello }"}}'],
    ['an initialisation with a payload that is no object', '{"type":"connection_init","payload":"x"}'],
    ['a ping with a payload that is no object', '{"type":"ping","payload":[]}'],
  ])('with 4400 on %s', async (_what, message) => {
    const connection = await open();
    connection.send(message);
    expect(await connection.closed()).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it.each([
    ['no id', { type: 'subscribe', payload: { query: '{ hello }' } }],
    ['an empty id', subscribe('{ hello }', '')],
    ['an id that is a number', { ...subscribe('{ hello }'), id: 1 }],
    ['no payload', { id: '1', type: 'subscribe' }],
    ['no query', { id: '1', type: 'subscribe', payload: {} }],
    ['a query that is no text', { id: '1', type: 'subscribe', payload: { query: {} } }],
    [
      'variables that are a list',
      { id: '1', type: 'subscribe', payload: { query: '{ hello }', variables: [] } },
    ],
    [
      'a name that is no text',
      { id: '1', type: 'subscribe', payload: { query: '{ hello }', operationName: 1 } },
    ],
    [
      'extensions that are text',
      { id: '1', type: 'subscribe', payload: { query: '{ hello }', extensions: 'x' } },
    ],
    ['a completion without an id', { type: 'complete' }],
  ])('with 4400 on an operation with %s', async (_what, message) => {
    const connection = await acknowledged();
    connection.send(message);
    expect(await connection.closed()).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it.each([
    ['connection_ack', { type: 'connection_ack' }],
    ['next', { id: '1', type: 'next', payload: {} }],
    ['error', { id: '1', type: 'error', payload: [{ message: 'x' }] }],
  ])('with 4400 on %s, which only servers send', async (_type, message) => {
    const connection = await acknowledged();
    connection.send(message);
    expect(await connection.closed()).toEqual({ code: 4400, reason: 'Unexpected message' });
  });

  it('with 4401 on an operation before the initialisation', async () => {
    const connection = await open();
    connection.send(subscribe('{ hello }'));
    expect(await connection.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  it('with 4401 on an operation that does not wait for the acknowledgement', async () => {
    const slow = await startGreetingServer({ authenticate: () => new Promise(() => {}) });
    const connection = await open(slow.url);
    connection.send(init);
    connection.send(subscribe('{ hello }'));
    expect(await connection.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
    await slow.stop();
  });

  it('with 4403 where the caller is refused', async () => {
    const guarded = await startGreetingServer({ authenticate: authenticator({ jwtSecret }) });
    const connection = await open(guarded.url);
    connection.send(init);
    expect(await connection.closed()).toEqual({
      code: 4403,
      reason: expect.stringMatching(/^UNAUTHENTICATED: No token/),
    });
    await guarded.stop();
  });

  it('with 4406 where it asks for no subprotocol', async () => {
    const socket = new WebSocket(server.url.replace('http', 'ws'));
    const [code, reason] = await once(socket, 'close');
    expect([code, `${reason}`]).toEqual([4406, 'Subprotocol not acceptable']);
  });

  it('with 4408 where it is not initialised within 5 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const connection = await open();
    vi.advanceTimersByTime(4_999);
    expect(await untilQuiet(connection)).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(await connection.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it.each(['1', 'ein ß', '__proto__', 'x'.repeat(128)])('with 4409 on the id %s in use', async (id) => {
    const connection = await acknowledged();
    connection.send({ ...forEver, id });
    connection.send({ ...forEver, id });
    const { code, reason } = await connection.closed();
    expect(code).toBe(4409);
    expect(reason).toMatch(/^Subscriber for /);
  });

  it('with 4400 on an id that is longer than 128 characters', async () => {
    const connection = await acknowledged();
    connection.send({ ...forEver, id: 'x'.repeat(129) });
    const reason = "An operation's id may have 128 characters";
    expect(await connection.closed()).toEqual({ code: 4400, reason });
  });

  it('with 4429 on a second initialisation, acknowledged or not', async () => {
    const [quick, patient] = [await open(), await acknowledged()];
    quick.send(init);
    for (const connection of [quick, patient]) {
      connection.send(init);
      expect(await connection.closed()).toEqual({ code: 4429, reason: 'Too many initialisation requests' });
    }
  });

  it('with 1009 on a message of more bytes than are allowed', async () => {
    const connection = await acknowledged();
    connection.send(JSON.stringify(subscribe(`{ hello } #${'x'.repeat(10_000)}`)));
    expect(await connection.closed()).toEqual({
      code: 1009,
      reason: 'A message is larger than 10000 bytes (MAX_MESSAGE_BYTES)',
    });
  });

  it('with 1007 on text that is not UTF-8', async () => {
    const connection = await acknowledged();
    connection.socket.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false });
    expect(await connection.closed()).toMatchObject({ code: 1007 });
  });
});

describe('a message', () => {
  it('that asks for an acknowledgement gets one, with nothing in it', async () => {
    const connection = await open();
    connection.send({ ...init, payload: null });
    expect(await connection.next()).toEqual({ type: 'connection_ack' });
  });

  it('may come in a binary frame, and in pieces', async () => {
    const connection = await acknowledged();
    const bytes = Buffer.from(JSON.stringify(subscribe('{ hello(name: "Zoë") }')));
    connection.socket.send(bytes.subarray(0, 50), { binary: true, fin: false });
    connection.socket.send(bytes.subarray(50), { binary: true, fin: true });
    expect((await connection.untilEnd())[0]?.payload).toEqual({ data: { hello: 'Hello, Zoë!' } });
  });

  it('that pings is answered at any time, with its payload', async () => {
    const connection = await open();
    connection.send({ type: 'ping' });
    expect(await connection.next()).toEqual({ type: 'pong' });
    connection.send(init);
    expect(await connection.next()).toEqual({ type: 'connection_ack' });
    const payload = { nested: { list: [1, null, 'ß'] } };
    connection.send({ type: 'ping', payload });
    expect(await connection.next()).toEqual({ type: 'pong', payload });
  });

  it('that is a pong nobody asked for changes nothing', async () => {
    const connection = await open();
    connection.send({ type: 'pong' });
    connection.send(init);
    expect(await connection.next()).toEqual({ type: 'connection_ack' });
    connection.send({ type: 'pong', payload: { any: 'thing' } });
    expect(await untilQuiet(connection)).toEqual([]);
  });

  it('that completes what is not there changes nothing', async () => {
    const connection = await acknowledged();
    connection.send(complete('unknown'));
    connection.send(complete('__proto__'));
    expect(await untilQuiet(connection)).toEqual([]);
  });
});

describe('an operation', () => {
  it.each(['query', 'mutation'])('that is a %s is answered by one next, then complete', async (kind) => {
    const connection = await acknowledged();
    connection.send(subscribe(`${kind} { __typename }`));
    expect(await connection.untilEnd()).toEqual([
      {
        id: '1',
        type: 'next',
        payload: { data: { __typename: expect.stringMatching(new RegExp(kind, 'i')) } },
      },
      complete(),
    ]);
  });

  it.each([
    ['cannot be parsed', '{', ['error']],
    ['is not valid', '{ nothing }', ['error']],
    ['has no operation', 'fragment F on Query { hello }', ['error']],
    ['misses a variable', 'query ($of: Int!) { count(of: $of) }', ['error']],
    ['is refused', '{ failing(failure: "notFound") }', ['next', 'complete']],
    ['is refused a stream', 'subscription { refusing(failure: "notFound") }', ['next', 'complete']],
  ])('that %s is told of its errors, and ends once', async (_what, query, types) => {
    const connection = await acknowledged();
    connection.send(subscribe(query));
    const messages = [...(await connection.untilEnd()), ...(await untilQuiet(connection))];
    expect(messages.map(({ type }) => type)).toEqual(types);
    const errors = messages[0]?.payload.errors ?? messages[0]?.payload;
    expect(errors).toMatchObject([{ message: expect.any(String), extensions: { code: expect.any(String) } }]);
    connection.send(subscribe('{ hello }')); // under the id that is free again
    expect((await connection.untilEnd()).map(({ type }) => type)).toEqual(['next', 'complete']);
  });

  it('that fails between two events ends with an error, and no complete', async () => {
    const connection = await acknowledged();
    connection.send(subscribe('subscription { greetings(times: 2, thenFailWith: "unknown") }'));
    const types = (await connection.untilEnd()).map(({ type }) => type);
    expect(types).toEqual(['next', 'next', 'error']);
    expect(await untilQuiet(connection)).toEqual([]);
  });

  it('stops when the client completes it, and nothing of it follows', async () => {
    const connection = await acknowledged();
    connection.send(forEver);
    await connection.next();
    connection.send(complete());
    await untilQuiet(connection); // an event may have been on its way
    await vi.waitFor(() => expect(server.sockets().subscriptions).toBe(0));
    expect(server.gate.subscribers).toBe(0);
    expect(await untilQuiet(connection)).toEqual([]);
  });
});

describe('several operations on one socket', () => {
  it('are answered each under its own id', async () => {
    const connection = await acknowledged();
    const names = Array.from({ length: 20 }, (_, i) => `n${i}`);
    for (const name of names) connection.send(subscribe(`{ hello(name: "${name}") }`, name));
    connection.send(subscribe('subscription { greetings(times: 3) }', 'live'));
    const answers = new Map<string, unknown[]>();
    for (let ended = 0; ended < names.length + 1; ) {
      const { id = '', type, payload } = await connection.next();
      answers.set(id, [...(answers.get(id) ?? []), payload?.data ?? type]);
      if (type === 'complete') ended += 1;
    }
    for (const name of names) expect(answers.get(name)).toEqual([{ hello: `Hello, ${name}!` }, 'complete']);
    expect(answers.get('live')).toEqual([...[1, 2, 3].map((n) => ({ greetings: `Hello ${n}` })), 'complete']);
  });

  it('end alone: to complete one leaves the others', async () => {
    const connection = await acknowledged();
    for (const id of ['a', 'b']) connection.send({ ...forEver, id });
    await vi.waitFor(() => expect(server.gate.subscribers).toBe(2));
    connection.send(complete('a'));
    await vi.waitFor(() => expect(server.gate.subscribers).toBe(1));
    await untilQuiet(connection);
    expect((await connection.next()).id).toBe('b');
  });

  it('may have the same id one after the other', async () => {
    const connection = await acknowledged();
    for (let n = 0; n < 3; n += 1) {
      connection.send(subscribe('{ hello }'));
      expect((await connection.untilEnd()).map(({ type }) => type)).toEqual(['next', 'complete']);
    }
  });

  it('may have the id of one that the client has just completed', async () => {
    const connection = await acknowledged();
    for (let n = 0; n < 5; n += 1) {
      connection.send(forEver);
      connection.send(complete());
    }
    connection.send(subscribe('subscription { greetings(times: 3) }'));
    const messages = await connection.untilEnd();
    expect(messages.slice(-4).map(({ payload, type }) => payload?.data.greetings ?? type)).toEqual([
      ...['Hello 1', 'Hello 2', 'Hello 3'],
      'complete',
    ]);
    await vi.waitFor(() => expect(server.gate.subscribers).toBe(0));
    expect(await untilQuiet(connection)).toEqual([]);
  });

  it('do not get each other’s answers where the id of one that is under way is used again', async () => {
    const connection = await acknowledged();
    const waiting = server.gate.waiting;
    connection.send(subscribe('{ slow }'));
    await vi.waitFor(() => expect(server.gate.waiting).toBe(waiting + 1));
    connection.send(complete());
    connection.send(subscribe('subscription { greetings(times: 100) }'));
    expect((await connection.next()).payload.data).toEqual({ greetings: 'Hello 1' });
    server.gate.open();
    for (let n = 2; n < 20; n += 1)
      expect((await connection.next()).payload?.data).toEqual({ greetings: `Hello ${n}` });
    connection.send(complete());
    await vi.waitFor(() => expect(server.gate.subscribers).toBe(0));
  });

  it.each(['close', 'terminate'] as const)('are all freed when the client does %s', async (how) => {
    const connection = await acknowledged();
    for (let id = 0; id < 10; id += 1) connection.send({ ...forEver, id: `${id}` });
    await vi.waitFor(() => expect(server.sockets()).toEqual({ connections: 1, subscriptions: 10 }));
    connection.send(complete('3'));
    connection.send({ ...forEver, id: '3' });
    connection.send(subscribe('{ slow }', 'slow'));
    connection.socket[how]();
    await vi.waitFor(() => expect(server.sockets()).toEqual({ connections: 0, subscriptions: 0 }));
    expect(server.gate.subscribers).toBe(0);
  });
});
