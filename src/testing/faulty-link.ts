import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A way to a server that can be cut, blocked and slowed down. */
export interface FaultyLink {
  readonly port: number;
  /** Connections that are open. */
  readonly open: number;
  /** Connections that clients have made so far. */
  readonly made: number;
  /** How often clients have said this, whether or not it came through. */
  said(text: string): number;
  cut(): void;
  /** From now on nothing comes through in either direction, and nobody is told; what is said meanwhile waits. */
  block(): void;
  unblock(): void;
  /** Blocks, for ever, the connections that are open now. */
  strand(): void;
  /** From now on answers take so many milliseconds longer. */
  slowDown(milliseconds: number): void;
  close(): Promise<void>;
}

/** A link from a port of its own to a server on a Unix socket, which need not run yet. */
export async function startFaultyLink(socketPath: string): Promise<FaultyLink> {
  const sockets = new Set<Socket>();
  let said = '';
  let [made, stranded, latency] = [0, 0, 0];
  let unblocked = Promise.resolve();
  let unblock = () => {};

  const server = createServer((client) => {
    made += 1;
    const number = made;
    const passable = async () => {
      await unblocked;
      return number > stranded;
    };
    const upstream = createConnection(socketPath);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.on('data', async (bytes) => {
      said += bytes.toString('latin1');
      if (await passable()) upstream.write(bytes);
    });
    upstream.on('data', async (bytes) => {
      if (!(await passable())) return;
      if (latency > 0) await delay(latency);
      client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get open() {
      return sockets.size / 2;
    },
    get made() {
      return made;
    },
    said: (text) => said.split(text).length - 1,
    cut: () => cut(sockets),
    block() {
      unblocked = new Promise((resolve) => {
        unblock = resolve;
      });
    },
    unblock: () => unblock(),
    strand() {
      stranded = made;
    },
    slowDown(milliseconds) {
      latency = milliseconds;
    },
    async close() {
      unblock();
      cut(sockets);
      server.close();
      await once(server, 'close');
    },
  };
}

function cut(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy();
}
