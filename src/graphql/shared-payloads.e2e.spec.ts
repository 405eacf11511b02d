import { createSecretKey } from 'node:crypto';
import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedCursor } from '../event-sourcing/event-store.js';
import { type LiveQueue, liveQueue } from '../processors/live/live-queue.js';
import { liveStream, type Told } from '../processors/live/live-stream.js';
import { connectAcknowledged, type TestSocket } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import { authenticator } from './authentication.js';
import type { RequestContext } from './context.js';
import { apiError } from './errors.js';
import { tellingSlowConsumers } from './slow-consumer.js';

interface News extends Told {
  readonly number: number;
}

const jwtSecret = 'a secret of the tests, long enough';
const queueLimit = 20;
const megabyte = 'x'.repeat(1_000_000);

let server: GreetingServer;
/** And what each wants to hear about; undefined: everything. */
let consumers: Map<LiveQueue<News>, string | undefined>;
let resolved: ReturnType<typeof vi.fn<(number: number, caller: string) => void>>;
let sockets: TestSocket[];

beforeEach(async () => {
  consumers = new Map();
  sockets = [];
  resolved = vi.fn();
  server = await startGreetingServer({ schema: newsSchema(), authenticate: authenticator({ jwtSecret }) });
});
afterEach(async () => {
  for (const { socket } of sockets) socket.terminate();
  await server.stop();
});

function newsSchema(): GraphQLSchema {
  type Fields = ConstructorParameters<typeof GraphQLObjectType<News, RequestContext>>[0]['fields'];
  const fields: Fields = {
    number: { type: new GraphQLNonNull(GraphQLInt) },
    text: {
      type: GraphQLString,
      args: { shout: { type: GraphQLBoolean } },
      resolve({ number }, { shout }, { caller }) {
        resolved(number, `${caller.actor}:${[...caller.roles]}`);
        return `${shout ? 'NEWS' : 'news'} ${number}`;
      },
    },
    long: { type: GraphQLString, resolve: () => megabyte },
    failing: {
      type: GraphQLString,
      async resolve({ number }) {
        resolved(number, '');
        await server.gate.opened;
        throw new Error('SELECT secret');
      },
    },
  };
  const news = {
    type: new GraphQLObjectType<News, RequestContext>({ name: 'News', fields }),
    args: { about: { type: GraphQLString } },
    resolve: (told: unknown) => told as News,
    subscribe(_root: unknown, { about }: { about?: string }) {
      if (about === 'nothing') throw apiError('NOT_FOUND', 'There is no news about nothing');
      const queue = liveQueue<News>([0], queueLimit, () => consumers.delete(queue));
      consumers.set(queue, about);
      return tellingSlowConsumers(liveStream(queue.next, queue.end), { sealCursor: (cursor) => `${cursor}` });
    },
  };
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: { news } }),
  });
}

function tell(
  number: number,
  { since = [number], about = 'this' }: { since?: FeedCursor; about?: string } = {},
): void {
  const told = { number, cursor: [number], key: `${number}`, since };
  for (const [queue, wanted] of consumers) if ((wanted ?? about) === about) queue.push(told);
}

async function connect(actor = 'ann', role = 'operator'): Promise<TestSocket> {
  const token = await new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(actor)
    .sign(createSecretKey(Buffer.from(jwtSecret)));
  const socket = await connectAcknowledged(server.url, { authorization: `Bearer ${token}` });
  sockets.push(socket);
  return socket;
}

/** Subscribes, and resolves when it is told of news. */
async function listen(socket: TestSocket, query: string, id = '1', variables = {}): Promise<void> {
  const before = consumers.size;
  socket.send({ id, type: 'subscribe', payload: { query, variables } });
  await vi.waitFor(() => expect(consumers.size).toBe(before + 1));
}

describe('a payload', () => {
  it('is made once for all who select the same, whoever they are, and sent to each under its own id', async () => {
    const query = 'subscription ($about: String) { news(about: $about) { number text } }';
    for (const n of Array(20).keys())
      await listen(await connect(`actor ${n}`), query, `"${n}"`, n % 2 === 0 ? {} : { about: 'this' });
    for (const number of [1, 2]) tell(number);
    for (const [n, socket] of sockets.entries())
      for (const number of [1, 2]) {
        const payload = { data: { news: { number, text: `news ${number}` } } };
        expect(await socket.next()).toEqual({ id: `"${n}"`, type: 'next', payload });
      }
    expect(resolved.mock.calls).toEqual([
      [1, ':operator'],
      [2, ':operator'],
    ]);
  });

  it('is made for each distinct selection and audience', async () => {
    const shouting = 'subscription ($s: Boolean) { news { text(shout: $s) } }';
    await listen(await connect(), 'subscription { news { text } }');
    await listen(await connect(), shouting, '1', { s: true });
    await listen(await connect(), shouting, '1', { s: false });
    await listen(await connect('ann', 'admin'), 'subscription { news { text } }');
    for (const customer of ['ann', 'bob'])
      await listen(await connect(customer, 'customer'), 'subscription { news { text } }');
    tell(1);
    const texts = [];
    for (const socket of sockets) texts.push((await socket.next()).payload.data.news.text);
    expect(texts).toEqual(['news 1', 'NEWS 1', ...Array(4).fill('news 1')]);
    expect(resolved).toHaveBeenCalledTimes(6);
    expect(new Set(resolved.mock.calls.map(([, caller]) => caller))).toEqual(
      new Set([':operator', ':admin,operator', 'ann:customer', 'bob:customer']),
    );
  });

  it('of old serves those who come later, but none who knows more than there was when it was made', async () => {
    const query = 'subscription { news { text } }';
    const socket = await connect();
    for (const id of ['a', 'b', 'c']) {
      await listen(socket, query, id);
      tell(1, { since: id === 'c' ? [2] : [1] });
      expect((await socket.next()).payload.data.news.text).toBe('news 1');
      socket.send({ id, type: 'complete' });
      await vi.waitFor(() => expect(consumers.size).toBe(0));
      expect(resolved).toHaveBeenCalledTimes(id === 'c' ? 2 : 1);
    }
  });

  it('that is being made is awaited by all; one with errors holds them masked, is logged once, and not kept', async () => {
    for (const _ of [1, 2]) await listen(await connect(), 'subscription { news { number failing } }');
    for (const socket of sockets) {
      socket.send({ type: 'ping' });
      expect((await socket.next()).type).toBe('pong');
    }
    tell(1);
    await vi.waitFor(() => expect(resolved).toHaveBeenCalledTimes(1));
    server.gate.open();
    const [one, other] = await Promise.all(sockets.map((socket) => socket.next()));
    expect(one?.payload).toEqual(other?.payload);
    expect(resolved).toHaveBeenCalledTimes(1);
    const { requestId } = one?.payload.errors[0].extensions ?? {};
    expect(one?.payload).toMatchObject({
      data: { news: { number: 1, failing: null } },
      errors: [{ message: expect.stringContaining(requestId), extensions: { code: 'INTERNAL_ERROR' } }],
    });
    const lines = () => server.logged.filter((line) => line.requestId === requestId && line.level === 50);
    expect(lines()).toHaveLength(1);
    tell(1);
    await Promise.all(sockets.map((socket) => socket.next()));
    expect(resolved.mock.calls.length).toBeGreaterThan(1);
  });

  it('is not sent to a subscription that has been completed, whose id may be used again', async () => {
    const socket = await connect();
    await listen(socket, 'subscription { news { number } }');
    tell(1);
    expect((await socket.next()).payload.data.news.number).toBe(1);
    socket.send({ id: '1', type: 'complete' });
    await vi.waitFor(() => expect(consumers.size).toBe(0));
    tell(2);
    await listen(socket, 'subscription { news { number } }');
    tell(3);
    expect((await socket.next()).payload.data.news.number).toBe(3);
  });

  it('that is ready only when its subscription has been completed is not sent', async () => {
    const socket = await connect();
    await listen(socket, 'subscription { news { number failing } }');
    tell(1);
    await vi.waitFor(() => expect(resolved).toHaveBeenCalledTimes(1));
    socket.send({ id: '1', type: 'complete' });
    await vi.waitFor(() => expect(consumers.size).toBe(0));
    server.gate.open();
    await vi.waitFor(() => expect(server.logged.some(({ kind }) => kind === 'subscription')).toBe(true));
    socket.send({ type: 'ping' });
    expect((await socket.next()).type).toBe('pong');
  });

  it('is not awaited by a subscription that is refused', async () => {
    const socket = await connect();
    socket.send({
      id: '1',
      type: 'subscribe',
      payload: { query: 'subscription { news(about: "nothing") { number } }' },
    });
    const [refusal, end] = await socket.untilEnd();
    expect(refusal).toMatchObject({
      type: 'next',
      payload: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    });
    expect(end?.type).toBe('complete');
  });
});

describe('a consumer that does not read', () => {
  it('is ended with the cursor of what it was sent last, and nobody else is', async () => {
    const [slow, quick] = [await connect(), await connect()];
    await listen(slow, 'subscription { news { number long } }', 'a');
    await listen(slow, 'subscription { news(about: "little") { number } }', 'b');
    await listen(quick, 'subscription { news { number long } }');
    slow.socket.pause();
    let told = 0;
    while (consumers.size === 3) {
      told += 1;
      tell(told);
      expect((await quick.next()).payload.data.news.number).toBe(told);
    }
    expect(told).toBeGreaterThan(queueLimit);
    slow.socket.resume();
    const messages = await slow.untilEnd();
    const numbers = messages.slice(0, -1).map(({ payload }) => payload.data.news.number);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(messages.at(-1)).toMatchObject({ id: 'a', type: 'error' });
    expect(messages.at(-1)?.payload[0].extensions).toMatchObject({
      code: 'SLOW_CONSUMER',
      statusCode: 429,
      retryable: true,
      details: { cursor: `${numbers.length}` },
    });
    expect(consumers.size).toBe(2);
    tell(1_000, { about: 'little' });
    expect(await slow.next()).toMatchObject({ id: 'b', payload: { data: { news: { number: 1_000 } } } });
    expect((await quick.next()).payload.data.news.number).toBe(1_000);
  });
});
