import type { Caller, Case } from './cases.js';
import type { FuzzedServer, Ground } from './ground.js';
import type { Verdict } from './judge.js';
import { type HttpSender, httpSender } from './send-http.js';
import { openSharedSocket, type SharedSocket, sendAlone } from './send-socket.js';
import type { World } from './world.js';

export interface Sender {
  /** Never rejects. */
  send(it: Case): Promise<Verdict>;
  close(): void;
}

/** Messages larger than that may close the socket, which is for one to risk that is alone. */
const largestShared = 30_000;

/** Sends cases to the servers of a ground, with what there is in the place of marks. */
export function sender({ strict, wide, tokens }: Ground, world: World): Sender {
  const http = new Map<FuzzedServer, HttpSender>([strict, wide].map((it) => [it, httpSender(it.url)]));
  const sockets = new Map<string, Promise<SharedSocket>>();
  let operations = 0;

  function shared({ url }: FuzzedServer, caller: Caller): Promise<SharedSocket> {
    const key = `${url} ${caller}`;
    const socket = sockets.get(key) ?? openSharedSocket(url, tokens[caller]);
    sockets.set(key, socket);
    return socket;
  }

  async function overSocket(it: Case & { over: 'websocket' }, server: FuzzedServer): Promise<Verdict> {
    operations += 1;
    const id = `${operations}`;
    const texts = it.messages.texts.map((text) =>
      world.resolve(text.replaceAll('@@token:0@@', tokens[it.caller] ?? '').replaceAll('@@id@@', id)),
    );
    const [first = ''] = texts;
    if (it.messages.alone || it.caller === 'nobody' || !isSafe(first)) return sendAlone(server.url, texts);
    const socket = await shared(server, it.caller);
    const verdict = await socket.ask(
      id,
      first,
      /"query":"(query Other \{ __typename \} )?subscription/.test(first),
    );
    if (verdict.codes.some((code) => /^WebSocket|closed/.test(code)))
      sockets.delete(`${server.url} ${it.caller}`);
    return verdict;
  }

  async function overHttp(
    { request, caller }: Case & { over: 'http' },
    server: FuzzedServer,
  ): Promise<Verdict> {
    const token = tokens[caller];
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (http.get(server) as HttpSender).send({
      ...request,
      headers: { ...authorization, ...request.headers },
      target: world.resolve(request.target),
      body: request.body.map(world.resolve),
    });
  }

  return {
    async send(it) {
      const server = it.wide ? wide : strict;
      if (it.over === 'http') return overHttp(it, server);
      if (it.over === 'websocket') return overSocket(it, server);
      return (http.get(server) as HttpSender).sendBytes(it.bytes);
    },
    close() {
      for (const each of http.values()) each.close();
      for (const socket of sockets.values()) void socket.then((it) => it.close());
    },
  };
}

/** Whether it is a message that no socket is closed for. */
function isSafe(message: string): boolean {
  if (message.length > largestShared) return false;
  try {
    const { payload } = JSON.parse(message);
    const { variables } = payload;
    return typeof variables === 'object' && variables !== null && !Array.isArray(variables);
  } catch {
    return false;
  }
}
