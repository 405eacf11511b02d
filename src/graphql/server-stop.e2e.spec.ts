import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { connectAcknowledged } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';

const subscribe = (query: string) => ({ id: '1', type: 'subscribe', payload: { query } });
const waiting = (server: GreetingServer, count: number) =>
  vi.waitFor(() => expect(server.gate.waiting).toBe(count));

describe('a server that stops', () => {
  it('finishes the HTTP request under way and takes no other', async () => {
    const server = await startGreetingServer();
    const slow = server.ask('{ slow }');
    await waiting(server, 1);
    const stopped = server.stop();
    await expect(server.ask('{ hello }')).rejects.toThrow('fetch failed');
    server.gate.open();
    const reply = await slow;
    expect(reply).toMatchObject({ status: 200, data: { slow: 'at last' } });
    expect(reply.headers.get('connection')).toBe('close');
    await stopped;
  });

  it('says that it is not ready, and still that it lives, while it drains', async () => {
    const server = await startGreetingServer();
    const answers = ['/health/ready', '/health/live'].map((path) => {
      const socket = connectTcp(server.port, '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n`);
      return { finish: () => socket.write('\r\n'), answer: text(socket) };
    });
    const slow = server.ask('{ slow }');
    await waiting(server, 1);
    const stopped = server.stop();
    for (const { finish } of answers) finish();
    expect(await answers[0]?.answer).toMatch(/^HTTP\/1.1 503 /);
    expect(await answers[1]?.answer).toMatch(/^HTTP\/1.1 200 /);
    server.gate.open();
    await Promise.all([slow, stopped]);
  });

  it('finishes the mutation under way on a socket, then closes with 1001', async () => {
    const server = await startGreetingServer();
    const connection = await connectAcknowledged(server.url);
    connection.send(subscribe('mutation { slow }'));
    await waiting(server, 1);
    const stopped = server.stop();
    connection.send({ ...subscribe('mutation { slow }'), id: '2' });
    connection.socket.ping();
    await once(connection.socket, 'pong');
    server.gate.open();
    const messages = await connection.untilEnd();
    expect(messages).toEqual([
      { id: '1', type: 'next', payload: { data: { slow: 'at last' } } },
      { id: '1', type: 'complete' },
    ]);
    expect(await connection.closed()).toEqual({ code: 1001, reason: 'The server is stopping' });
    expect(server.gate.waiting).toBe(1);
    await stopped;
  });

  it('closes idle and subscribed sockets with 1001, without calling a subscription complete', async () => {
    const server = await startGreetingServer();
    const idle = await connectAcknowledged(server.url);
    const subscribed = await connectAcknowledged(server.url);
    subscribed.send(subscribe('subscription { greetings }'));
    await subscribed.next();
    const seen: string[] = [];
    subscribed.socket.on('message', (data) => seen.push(JSON.parse(`${data}`).type));
    await server.stop();
    expect(await idle.closed()).toMatchObject({ code: 1001 });
    expect(await subscribed.closed()).toMatchObject({ code: 1001 });
    expect(seen).not.toContain('complete');
    await vi.waitFor(() => expect(server.gate.subscribers).toBe(0));
  });

  it('waits no longer than its time for clients that do not read, write or close', async () => {
    const server = await startGreetingServer({ drainMs: 300 });
    const slowReader = connectTcp(server.port, '127.0.0.1').pause();
    const query = encodeURIComponent('{ long }');
    slowReader.write(
      `GET /graphql?query=${query} HTTP/1.1\r\nhost: x\r\napollo-require-preflight: yes\r\n\r\n`,
    );
    const slowWriter = connectTcp(server.port, '127.0.0.1');
    slowWriter.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
    );
    const deaf = await connectAcknowledged(server.url);
    deaf.socket.pause();
    const stuck = await connectAcknowledged(server.url);
    stuck.send(subscribe('{ slow }'));
    await waiting(server, 1);
    const ends = [slowReader, slowWriter].map((socket) => {
      socket.on('error', () => {});
      return once(socket.resume(), 'close');
    });
    await server.stop();
    deaf.socket.resume();
    await Promise.all([...ends, deaf.closed(), stuck.closed()]);
    server.gate.open();
  });

  it('frees its port and can be told twice', async () => {
    const server = await startGreetingServer();
    expect(server.stop()).toBe(server.stop());
    await server.stop();
    const next = await startGreetingServer({ port: server.port });
    expect(next.port).toBe(server.port);
    await next.stop();
  });
});

describe('a server whose port is taken', () => {
  it('says so', async () => {
    const { port, stop } = await startGreetingServer();
    await expect(startGreetingServer({ port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    } satisfies Partial<AddressInfo & { code: string }>);
    await stop();
  });
});
