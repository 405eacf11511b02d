import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { assets } from '../../graphql/graphiql/assets.js';

export interface Target {
  readonly port: number;
  /** Of somebody who may use the server, as the value of a header. */
  readonly tokens: readonly string[];
}

/** An attack that goes on until it is stopped. */
export interface Attack {
  /** Sockets that were opened, or requests that were sent. */
  readonly begun: number;
  /** Those that the server has cut, or refused. */
  readonly refused: number;
  /** What the server answered, by status. */
  readonly answers: ReadonlyMap<string, number>;
  stop(): void;
}

/** Opens so many, or keeps so many busy. Resolves when it is under way. */
export type StartAttack = (target: Target, size: number) => Promise<Attack>;

/** An address that a trusted proxy would tell. */
const forwarded = (n: number) => `x-forwarded-for: 203.0.${(n >> 8) % 256}.${n % 256}\r\n`;
const post = (n: number, token: string) =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\n${forwarded(n)}content-type: application/json\r\nauthorization: ${token}\r\n`;

/** Sockets that each do something again and again, until the server cuts them. */
async function sockets(
  { port }: Target,
  size: number,
  begin: (socket: Socket, n: number) => void,
  again: (socket: Socket) => void = () => {},
): Promise<Attack> {
  const open = new Set<Socket>();
  let refused = 0;
  for (let n = 0; n < size; n += 1) {
    const socket = connect(port, '127.0.0.1');
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      open.delete(socket);
      refused += 1;
    });
    await once(socket, 'connect');
    begin(socket, n);
  }
  const timer = setInterval(() => open.forEach(again), 250);
  return {
    begun: size,
    get refused() {
      return refused;
    },
    answers: new Map(),
    stop() {
      clearInterval(timer);
      for (const socket of open) socket.destroy();
    },
  };
}

const tokenFor = ({ tokens }: Target, n: number): string => tokens[n % tokens.length] ?? '';

const slowHeaders: StartAttack = (target, size) =>
  sockets(
    target,
    size,
    (socket) => socket.resume().write('POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: '),
    (socket) => socket.write('x'),
  );

const slowBodies: StartAttack = (target, size) =>
  sockets(
    target,
    size,
    (socket, n) => socket.resume().write(`${post(n, tokenFor(target, n))}content-length: 10000\r\n\r\n{`),
    (socket) => socket.write(' '),
  );

const silentConnections: StartAttack = (target, size) => sockets(target, size, (socket) => socket.resume());

const largest = [...assets.keys()].find((path) => path.endsWith('graphiql.min.js'));

/** Ask for a megabyte, eight times, and read nothing of it. */
const slowReaders: StartAttack = (target, size) =>
  sockets(
    target,
    size,
    (socket, n) =>
      socket.pause().write(`GET ${largest} HTTP/1.1\r\nhost: x\r\n${forwarded(n)}\r\n`.repeat(8)),
    (socket) => socket.write('\r\n'), // who reads nothing learns by this only that it was cut
  );

const websocket = ({ port }: Target, n: number): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
    headers: { 'x-forwarded-for': `203.0.${(n >> 8) % 256}.${n % 256}` },
  });

/** `init` may leave a WebSocket as it is, or have it acknowledged. Each comes from the address of this number. */
const websockets =
  (
    init: (socket: WebSocket, token: string) => Promise<unknown>,
    origin: (n: number) => number = (n) => n,
  ): StartAttack =>
  async (target, size) => {
    const open = new Set<WebSocket>();
    let refused = 0;
    const begin = async (n: number) => {
      const socket = websocket(target, origin(n));
      open.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        refused += 1;
      });
      await Promise.race([once(socket, 'open'), once(socket, 'close')]);
      await init(socket, tokenFor(target, n));
    };
    for (let n = 0; n < size; n += 50)
      await Promise.all(Array.from({ length: Math.min(50, size - n) }, (_, i) => begin(n + i)));
    return {
      begun: size,
      get refused() {
        return refused;
      },
      answers: new Map(),
      stop: () => open.forEach((socket) => void socket.terminate()),
    };
  };

const silentSockets = websockets(async () => {});

async function acknowledged(socket: WebSocket, authorization: string): Promise<void> {
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await Promise.race([once(socket, 'message'), once(socket, 'close')]);
}

const idleSockets = websockets(acknowledged);

/** Messages that are no operations, as many as the server takes, all from one address. */
const messages = websockets(
  async (socket, authorization) => {
    await acknowledged(socket, authorization);
    const flood = setInterval(() => {
      for (let n = 0; n < 500 && socket.bufferedAmount < 100_000; n += 1) socket.send('{"type":"ping"}');
    }, 10);
    socket.once('close', () => clearInterval(flood));
  },
  () => 4,
);

/** Sends requests that are refused, so many at once, all from one address. */
const flood =
  (
    address: string,
    request: (target: Target, n: number) => { authorization: string; body: string },
  ): StartAttack =>
  async (target, size) => {
    const answers = new Map<string, number>();
    let begun = 0;
    let stopped = false;
    const worker = async () => {
      while (!stopped) {
        const { authorization, body } = request(target, begun);
        begun += 1;
        const headers = {
          ...{ authorization, 'content-type': 'application/json' },
          'x-forwarded-for': address,
        };
        const response = await fetch(`http://127.0.0.1:${target.port}/graphql`, {
          method: 'POST',
          headers,
          body,
        });
        await response.arrayBuffer();
        answers.set(`${response.status}`, (answers.get(`${response.status}`) ?? 0) + 1);
        await delay(5);
      }
    };
    const workers = Array.from({ length: size }, () => worker().catch(() => {}));
    void Promise.all(workers);
    return {
      get begun() {
        return begun;
      },
      get refused() {
        return [...answers].reduce((sum, [status, count]) => sum + (status === '200' ? 0 : count), 0);
      },
      answers,
      stop() {
        stopped = true;
      },
    };
  };

const hello = '{"query":"{ __typename }"}';
/** Each differs from all before it, so that nobody remembers it. */
const longest = (n: number) =>
  JSON.stringify({ query: `{ ${'order(id: "a") { id } '.repeat(200)} a${n}: x }` });

/** By name. */
export const attacks = {
  'slow headers': slowHeaders,
  'slow bodies': slowBodies,
  'slow readers': slowReaders,
  'silent connections': silentConnections,
  'silent sockets': silentSockets,
  'idle sockets': idleSockets,
  'a flood of messages': messages,
  'a flood of bad tokens': flood('203.0.113.1', () => ({ authorization: 'Bearer a.b.c', body: hello })),
  'a flood of bad JSON': flood('203.0.113.2', (target, n) => ({
    authorization: tokenFor(target, n),
    body: '{',
  })),
  'a flood of documents over the limits': flood('203.0.113.3', (target, n) => ({
    authorization: tokenFor(target, n),
    body: longest(n),
  })),
} satisfies Record<string, StartAttack>;
