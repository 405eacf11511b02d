import type { FormattedError } from '../graphql/errors.js';
import { connectAcknowledged, postRaw } from './graphql-client.js';

export interface BothAnswer {
  readonly errors: readonly FormattedError[];
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  readonly data: any;
}

/** Sends one operation as it is written, with the token of a caller where there is one. */
export type Send = (operation: object, authorization?: string) => Promise<BothAnswer>;

/** HTTP and WebSocket, for specs whose promises hold on both. The server may start later. */
export const bothTransports = (server: () => { readonly url: string }): [name: string, send: Send][] => [
  [
    'HTTP',
    async (operation, authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      const { errors = [], data } = await postRaw(server().url, JSON.stringify(operation), headers);
      return { errors, data };
    },
  ],
  [
    'WebSocket',
    async (operation, authorization) => {
      const connection = await connectAcknowledged(server().url, { authorization });
      connection.send({ id: '1', type: 'subscribe', payload: { query: '', ...operation } });
      const [message] = await connection.untilEnd();
      connection.socket.close();
      if (message?.type === 'error') return { errors: message.payload, data: undefined };
      return { errors: message?.payload?.errors ?? [], data: message?.payload?.data };
    },
  ],
];
