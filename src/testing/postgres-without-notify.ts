import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import type { PostgresConnection } from '../database/embedded/index.js';

export interface PostgresWithoutNotify {
  /** The database through this proxy. */
  readonly connection: PostgresConnection;
  /** Notifications that did not come through. */
  readonly swallowed: number;
  close(): Promise<void>;
}

/** A proxy to a Postgres on a Unix socket that passes all on but notifications, as a transaction pooler does. */
export async function startPostgresWithoutNotify(target: PostgresConnection): Promise<PostgresWithoutNotify> {
  const sockets = new Set<Socket>();
  let swallowed = 0;
  const server = createServer((client) => {
    const upstream = createConnection(`${target.host}/.s.PGSQL.${target.port}`);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream);
    const messagesIn = messageReader();
    upstream.on('data', (bytes) => {
      const messages = messagesIn(bytes);
      const kept = messages.filter((message) => message[0] !== notificationResponse);
      swallowed += messages.length - kept.length;
      client.write(Buffer.concat(kept));
    });
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    connection: { ...target, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    get swallowed() {
      return swallowed;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const notificationResponse = 0x41;

/** Cuts what the server says into messages: a type, the length of the rest, the rest. */
function messageReader(): (bytes: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const messages: Buffer[] = [];
    while (rest.length >= 5) {
      const end = 1 + rest.readUInt32BE(1);
      if (rest.length < end) break;
      messages.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return messages;
  };
}
