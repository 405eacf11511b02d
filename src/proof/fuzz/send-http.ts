import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { HttpRequest } from './http-requests.js';
import { judge, type Verdict } from './judge.js';

const patienceMs = 60_000;

export interface HttpSender {
  send(request: HttpRequest): Promise<Verdict>;
  /** Bytes that may be no HTTP at all, on a connection of their own. */
  sendBytes(bytes: string): Promise<Verdict>;
  close(): void;
}

export function httpSender(url: string): HttpSender {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return {
    send: (request) => ask(request, url, request.alone ? undefined : agent),
    sendBytes: (bytes) =>
      new Promise((resolve) => {
        const socket = connect(Number(port), hostname).setTimeout(patienceMs, () => socket.destroy());
        let answer = '';
        socket.on('data', (data) => {
          answer += data;
        });
        socket.on('error', () => {});
        socket.once('close', () => resolve(judgeBytes(answer)));
        socket.end(bytes);
      }),
    close: () => agent.destroy(),
  };
}

/** Once more where a connection that lay idle was closed under it. */
async function ask(it: HttpRequest, url: string, agent: Agent | undefined): Promise<Verdict> {
  const { method, target, headers, body } = it;
  const { hostname, port } = new URL(url);
  const length = body.length === 1 ? { 'content-length': `${Buffer.byteLength(body[0] ?? '')}` } : {};
  const path = encodeURI(target).replaceAll('%25', '%');
  const connection = agent ?? false;
  const request = httpRequest({
    agent: connection,
    hostname,
    port,
    method,
    path,
    headers: { ...headers, ...length },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
    request.setTimeout(patienceMs, () => request.destroy(new Error('No answer')));
  });
  for (const chunk of body) request.write(chunk);
  request.end();
  try {
    const response = await answered;
    return judgeResponse(response, await text(response), method);
  } catch (error) {
    if (request.reusedSocket) return ask(it, url, undefined);
    return { codes: ['cut'], problem: `${error}` };
  }
}

function judgeResponse({ statusCode = 0, headers }: IncomingMessage, body: string, method: string): Verdict {
  const type = headers['content-type'] ?? '';
  const verdict =
    /json/.test(type) && method !== 'HEAD' && body !== ''
      ? judgeJson(body)
      : { codes: [`HTTP ${statusCode}`] };
  return statusCode === 500 ? { ...verdict, problem: `Status 500: ${body}` } : verdict;
}

/** Health checks answer JSON too. */
const judgeJson = (body: string): Verdict =>
  /^\{"status":"[\w ]+"\}$/.test(body) ? { codes: ['HTTP 200'] } : judge(body);

function judgeBytes(answer: string): Verdict {
  if (answer === '') return { codes: ['TCP closed'] };
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  if (status === undefined || status === '500')
    return { codes: ['malformed'], problem: answer.slice(0, 200) };
  return { codes: [`TCP ${status}`] };
}
