import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { FormattedError } from '../graphql/errors.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: FormattedError[];
}

export interface SocketMessage {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends
  readonly payload?: any;
}

/** Sends one operation over HTTP. */
export async function ask(url: string, query: string, variables?: object, headers?: Record<string, string>) {
  return postRaw(url, JSON.stringify({ query, variables }), headers);
}

/** Sends any bytes as a body; JSON is what must come back. */
export async function postRaw(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return replyFrom(response);
}

export async function replyFrom(response: Response): Promise<Reply> {
  const { status, headers } = response;
  return { ...((await response.json()) as object), status, headers };
}

/** A WebSocket that speaks graphql-transport-ws by hand, so that it can break the rules. */
export interface TestSocket {
  readonly socket: WebSocket;
  send(message: object | string): void;
  /** The next message that has not been taken yet. */
  next(): Promise<SocketMessage>;
  /** All messages up to the one that ends the operation. */
  untilEnd(): Promise<SocketMessage[]>;
  closed(): Promise<{ code: number; reason: string }>;
}

export type SocketOptions = Omit<ClientOptions, 'protocol'> & { readonly protocol?: string };

export async function connect(url: string, options: SocketOptions = {}): Promise<TestSocket> {
  const { protocol = 'graphql-transport-ws', ...clientOptions } = options;
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocol, clientOptions);
  const messages: SocketMessage[] = [];
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: code as number,
    reason: `${reason}`,
  }));
  socket.on('message', (data) => messages.push(JSON.parse(`${data}`)));
  await once(socket, 'open');
  const next = async (): Promise<SocketMessage> => {
    while (messages.length === 0) await Promise.race([once(socket, 'message'), closed.then(failAfterClose)]);
    return messages.shift() as SocketMessage;
  };
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next,
    async untilEnd() {
      const taken = [await next()];
      while (!['complete', 'error'].includes(taken.at(-1)?.type ?? '')) taken.push(await next());
      return taken;
    },
    closed: () => closed,
  };
}

const failAfterClose = ({ code, reason }: { code: number; reason: string }): never => {
  throw new Error(`The socket was closed with ${code} ${reason}`);
};

/** Opens a socket that the server has acknowledged. */
export async function connectAcknowledged(
  url: string,
  payload?: object,
  options?: SocketOptions,
): Promise<TestSocket> {
  const connection = await connect(url, options);
  connection.send({ type: 'connection_init', payload });
  await connection.next();
  return connection;
}

/** Sends one operation over a WebSocket of its own; resolves with all messages, the last one complete or error. */
export async function listen(url: string, query: string, variables?: object): Promise<SocketMessage[]> {
  const connection = await connectAcknowledged(url);
  connection.send({ id: '1', type: 'subscribe', payload: { query, variables } });
  const messages = await connection.untilEnd();
  connection.socket.close();
  return messages;
}
