import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import type { PostgresConnection } from '../database/embedded/index.js';

/**
 * When a request's connection is lost: Postgres never gets the request; Postgres works on it when the client
 * goes; Postgres has done it and committed, but the answer does not come through. Or neither side is told: the
 * request is swallowed, and so is all that follows on that connection.
 */
export type Moment = 'before the request' | 'during the request' | 'before the answer' | 'in silence';

export interface CuttingProxy {
  /** The database through this proxy. */
  readonly connection: PostgresConnection;
  /** Requests with this text that have come so far, cut ones too. */
  requests(text: string): number;
  /** Loses the connection of the next request with this text; resolves then. Several fall one after the other. */
  cut(moment: Moment, text: string): Promise<void>;
  close(): Promise<void>;
}

interface PendingCut {
  readonly moment: Moment;
  readonly text: string;
  fall(): void;
}

/** A proxy to a Postgres on a Unix socket that loses connections at a chosen moment of a chosen request. */
export async function startCuttingProxy(target: PostgresConnection): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const requests: Buffer[] = [];
  const cuts: PendingCut[] = [];
  const server = createServer((client) => {
    const upstream = createConnection(`${target.host}/.s.PGSQL.${target.port}`);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    relay(client, upstream, (request) => {
      requests.push(request);
      const next = cuts.findIndex((cut) => request.includes(cut.text));
      return next < 0 ? undefined : cuts.splice(next, 1)[0];
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connection: { ...target, host: '127.0.0.1', port },
    requests: (text) => requests.filter((request) => request.includes(text)).length,
    cut: (moment, text) => new Promise((resolve) => cuts.push({ moment, text, fall: resolve })),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes on what both say, unless `cutFor` answers a cut for a request, which is given from its first bytes. */
function relay(client: Socket, upstream: Socket, cutFor: (request: Buffer) => PendingCut | undefined): void {
  let cut: PendingCut | undefined;
  let answering = true;
  const lose = (cut: PendingCut) => {
    client.destroy();
    upstream.end(); // after what was sent, which Postgres still does
    cut.fall();
  };
  client.on('data', (bytes) => {
    if (cut?.moment === 'in silence') return;
    if (answering) cut = cutFor(bytes);
    answering = false;
    if (cut?.moment === 'in silence') return cut.fall();
    if (cut?.moment === 'before the request') return lose(cut);
    upstream.write(bytes);
    if (cut?.moment === 'during the request' && endsRequest(bytes)) lose(cut);
  });
  upstream.on('data', (bytes) => {
    answering ||= endsAnswer(bytes);
    if (cut?.moment !== 'before the answer') client.write(bytes);
    else if (answering) lose(cut);
  });
  client.on('close', () => upstream.end());
  upstream.on('close', () => client.destroy());
}

const sync = Buffer.from([0x53, 0, 0, 0, 4]);
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);
const simpleQuery = 0x51;

/** The client then waits for the answer, so a request's last bytes are a chunk's last ones. */
const endsRequest = (bytes: Buffer): boolean => bytes[0] === simpleQuery || bytes.subarray(-5).equals(sync);

/** Only after the commit, so that the transaction's fate is sealed. */
const endsAnswer = (bytes: Buffer): boolean => bytes.subarray(-6, -1).equals(readyForQuery);
