import { once } from 'node:events';
import {
  type AddressInfo,
  createConnection,
  createServer,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Moment } from './cutting-proxy.js';

/** A way over TCP to a server, Postgres or our own, on which everything goes wrong that is told to. */
export interface HostileLink {
  readonly port: number;
  /** Ends all connections that are open; answers how many. */
  cut(): number;
  /** From now on, nothing comes through on the connections that are open, and nobody is told. */
  strand(): void;
  /** From now on each piece takes so many milliseconds longer, in both directions. */
  slowDown(milliseconds: number): void;
  /** Loses the connection of the next request with this text. Resolves then, or when the link is closed. */
  lose(moment: Moment, text: string): Promise<void>;
  close(): Promise<void>;
}

interface Loss {
  readonly moment: Moment;
  readonly text: string;
  fall(): void;
}

/** `target` is asked for each connection, so that a server may come back elsewhere. */
export async function startHostileLink(target: () => NetConnectOpts): Promise<HostileLink> {
  const pairs = new Map<Socket, Socket>();
  const losses: Loss[] = [];
  const stranded = new WeakSet<Socket>();
  let latency = 0;

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = createConnection(target());
    upstream.setNoDelay(true);
    pairs.set(client, upstream);
    client.on('close', () => pairs.delete(client));
    relay(client, upstream, {
      silent: () => stranded.has(client),
      strand: () => stranded.add(client),
      latency: () => latency,
      lossOf: (request) => takeLoss(losses, request),
    });
  });
  await listening(server);
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      const open = [...pairs];
      for (const socket of open.flat()) socket.destroy();
      return open.length;
    },
    strand() {
      for (const client of pairs.keys()) stranded.add(client);
    },
    slowDown(milliseconds) {
      latency = milliseconds;
    },
    lose: (moment, text) => new Promise((fall) => losses.push({ moment, text, fall })),
    async close() {
      for (const loss of losses.splice(0)) loss.fall();
      for (const socket of [...pairs].flat()) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function takeLoss(losses: Loss[], request: Buffer): Loss | undefined {
  const next = losses.findIndex(({ text }) => request.includes(text));
  return next < 0 ? undefined : losses.splice(next, 1)[0];
}

interface Weather {
  silent(): boolean;
  strand(): void;
  latency(): number;
  lossOf(request: Buffer): Loss | undefined;
}

function relay(client: Socket, upstream: Socket, weather: Weather): void {
  let loss: Loss | undefined;
  const lose = ({ fall }: Loss) => {
    client.destroy();
    upstream.end(); // after what was sent, which the server still does
    fall();
  };
  const [forth, back] = [pipe(client, upstream, weather), pipe(upstream, client, weather)];
  for (const socket of [client, upstream]) socket.on('error', () => {});
  client.on('close', () => upstream.end());
  upstream.on('close', () => client.destroy());
  client.on('data', (bytes) => {
    if (weather.silent()) return;
    loss ??= weather.lossOf(bytes);
    if (loss?.moment === 'before the request') return lose(loss);
    if (loss?.moment === 'in silence') {
      weather.strand();
      return loss.fall();
    }
    forth(bytes);
    if (loss?.moment === 'during the request') lose(loss);
  });
  upstream.on('data', (bytes) => {
    if (weather.silent()) return;
    if (loss) return lose(loss); // the answer begins: what was asked has been done
    back(bytes);
  });
}

/** Passes pieces on in order, each after the latency of its moment. */
function pipe(from: Socket, to: Socket, { latency }: Weather): (bytes: Buffer) => void {
  let waiting = 0;
  let last = Promise.resolve();
  const write = (bytes: Buffer) => {
    if (to.destroyed || to.writableEnded || to.write(bytes)) return;
    from.pause();
    to.once('drain', () => from.resume());
  };
  return (bytes) => {
    if (waiting === 0 && latency() === 0) return write(bytes);
    waiting += 1;
    last = last
      .then(() => delay(latency()))
      .then(() => {
        waiting -= 1;
        write(bytes);
      });
  };
}
