import { once } from 'node:events';
import { WebSocket } from 'ws';
import { judge, type Verdict } from './judge.js';

/** With which the server may close a socket for what came over it. */
const allowed = [1000, 1007, 1008, 1009, 4400, 4401, 4403, 4408, 4409, 4429];

const patienceMs = 60_000;
/** How long a subscription is listened to: nothing may ever happen to what it is about. */
const listenMs = 250;

interface Message {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly payload?: unknown;
}

/** A socket of one caller, over which many operations go at once. */
export interface SharedSocket {
  /** Ends with the operation; a subscription is completed after its first event, or soon. */
  ask(id: string, message: string, isSubscription: boolean): Promise<Verdict>;
  close(): void;
}

export async function openSharedSocket(url: string, token: string | undefined): Promise<SharedSocket> {
  const socket = await opened(url);
  const asked = new Map<string, (verdict: Verdict) => void>();
  const answers = new Map<string, Verdict>();
  socket.on('message', (data) => {
    const { id, type, payload } = JSON.parse(`${data}`);
    if (type === 'next' || type === 'error') answers.set(id, judge(JSON.stringify(payload)));
    asked.get(id)?.(answers.get(id) ?? { codes: ['malformed'], problem: `${type} without an answer` });
  });
  socket.once('close', (code) => {
    for (const resolve of asked.values()) resolve(judgeClose(code));
  });
  socket.send(JSON.stringify({ type: 'connection_init', payload: authorization(token) }));
  await Promise.race([once(socket, 'message'), once(socket, 'close')]);
  return {
    async ask(id, message, isSubscription) {
      if (socket.readyState !== socket.OPEN) return { codes: ['closed'] };
      const answered = new Promise<Verdict>((resolve) => asked.set(id, resolve));
      const silence: Verdict = isSubscription
        ? { codes: ['silent'] }
        : { codes: ['cut'], problem: 'No answer' };
      const timer = setTimeout(() => asked.get(id)?.(silence), isSubscription ? listenMs : patienceMs);
      socket.send(message);
      const verdict = await answered;
      clearTimeout(timer);
      if (isSubscription && socket.readyState === socket.OPEN)
        socket.send(JSON.stringify({ type: 'complete', id }));
      asked.delete(id);
      answers.delete(id);
      return verdict;
    },
    close: () => socket.close(),
  };
}

const authorization = (token: string | undefined) =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

async function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.on('error', () => {});
  await Promise.race([once(socket, 'open'), once(socket, 'close')]);
  return socket;
}

/** Sends all of it over a socket of its own, and looks at whatever comes back until a last ping is answered. */
export async function sendAlone(url: string, texts: readonly string[]): Promise<Verdict> {
  const socket = await opened(url);
  const verdicts: Verdict[] = [];
  const done = new Promise<Verdict>((resolve) => {
    const timer = setTimeout(() => resolve({ codes: ['cut'], problem: 'No answer' }), patienceMs);
    socket.once('close', (code) => resolve(judgeClose(code)));
    socket.on('message', (data) => {
      const message: Message = JSON.parse(`${data}`);
      if (isLast(message)) resolve({ codes: ['WebSocket open'] });
      else verdicts.push(judgeMessage(message));
    });
    socket.once('close', () => clearTimeout(timer));
  });
  for (const text of [...texts, '{"type":"ping","payload":{"last":true}}']) socket.send(text, () => {});
  const end = await done;
  socket.close();
  const problem = [...verdicts, end].find((it) => it.problem !== undefined)?.problem;
  return {
    codes: [...verdicts, end].flatMap(({ codes }) => codes),
    ...(problem !== undefined && { problem }),
  };
}

const isLast = ({ type, payload }: Message): boolean =>
  type === 'pong' && JSON.stringify(payload) === '{"last":true}';

function judgeMessage({ type, id, payload }: Message): Verdict {
  if (type === 'connection_ack' || type === 'pong') return { codes: [] };
  if (typeof id !== 'string' || id === '') return { codes: ['malformed'], problem: `${type} has no id` };
  if (type === 'complete') return { codes: [] };
  if (type === 'next' || type === 'error') return judge(JSON.stringify(payload));
  return { codes: ['malformed'], problem: `A server does not send ${type}` };
}

const judgeClose = (code: number): Verdict => ({
  codes: [`WebSocket ${code}`],
  ...(!allowed.includes(code) && { problem: `The socket was closed with ${code}` }),
});
