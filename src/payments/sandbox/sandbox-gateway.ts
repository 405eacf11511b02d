import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { operationAnswers } from './answer.js';
import { openLedger } from './ledger.js';
import { Problem } from './problem.js';
import { sandboxRoutes } from './routes.js';
import { type WebhookTarget, webhookSender } from './webhook-sender.js';

export interface SandboxOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** A folder, which several sandboxes may share; made where there is none. */
  readonly ledger: string;
  readonly log: Logger;
  /** Whoever asks for operations must have it as bearer token. */
  readonly secret?: string | undefined;
  readonly webhooks?: WebhookTarget | undefined;
  /** After how long tok_later is decided, how late tok_slow is answered, and how late tok_twice tells again. */
  readonly laterMs?: number;
  readonly slowMs?: number;
  readonly repeatMs?: number;
}

export interface SandboxGateway {
  readonly url: string;
  /** Cuts all connections, and whatever was to happen later does not. */
  stop(): Promise<void>;
}

/** A payment gateway to try things out with: no money moves, but all else is as docs/payment-gateway.md says. */
export async function startSandboxGateway(options: SandboxOptions): Promise<SandboxGateway> {
  const { host, log, secret, webhooks: target, laterMs = 500, slowMs = 8_000, repeatMs = 1_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal); // all that waits listens to it
  const ledger = await openLedger(options.ledger);
  const sendWebhook = webhookSender({ target, repeatMs, log, signal });
  const answer = operationAnswers({ ledger, sendWebhook, laterMs, slowMs, log, signal });
  const route = sandboxRoutes({ ledger, answer, secret });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reaction = await route(request).catch((error) => {
      if (error instanceof Problem) return problemAnswer(error.status, error.message);
      if (!signal.aborted) log.error({ reason: String(error) }, 'the sandbox gateway failed');
      return problemAnswer(500, 'The sandbox gateway failed; its log says why');
    });
    if (reaction === 'SILENCE') return;
    if (reaction === 'CUT') return void request.socket.destroy();
    response.writeHead(reaction.status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(`${JSON.stringify(reaction.body, null, 2)}\n`);
  }

  const server = createServer((request, response) => void respond(request, response));
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async stop() {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const problemAnswer = (status: number, message: string) => ({ status, body: { error: { message } } });
