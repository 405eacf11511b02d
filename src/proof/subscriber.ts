import { vi } from 'vitest';
import { connectAcknowledged } from '../testing/graphql-client.js';

export interface LiveEvent {
  readonly cursor: string;
  readonly caughtUp: boolean;
  readonly event: { readonly id: string; readonly orderId: string; readonly version: number };
  readonly order: { readonly id: string; readonly version: number };
}

export interface Subscriber<Message> {
  readonly messages: readonly Message[];
  /** Resolves when there have been so many messages. */
  count(count: number): Promise<void>;
  /** Goes away without a word. */
  leave(): void;
}

/** Subscribes over a WebSocket of its own, and keeps all that comes. */
export async function subscribe<Message>(
  url: string,
  query: string,
  variables: object,
): Promise<Subscriber<Message>> {
  const connection = await connectAcknowledged(url);
  const messages: Message[] = [];
  connection.socket.on('message', (data) => {
    const { type, payload } = JSON.parse(`${data}`);
    if (type !== 'next' || payload.errors) throw new Error(`${data}`);
    messages.push(...(Object.values(payload.data) as Message[]));
  });
  connection.send({ id: '1', type: 'subscribe', payload: { query, variables } });
  return {
    messages,
    count: (count) =>
      vi.waitFor(
        () => {
          if (messages.length < count) throw new Error(`${messages.length} of ${count} messages have come`);
        },
        { timeout: 60_000, interval: 2 },
      ),
    leave: () => connection.socket.terminate(),
  };
}

const orderEvents = `
  subscription($orderId: ID, $filter: EventFilter, $after: Cursor) {
    orderEvents(orderId: $orderId, filter: $filter, after: $after) {
      cursor caughtUp event { id orderId version } order { id version }
    }
  }`;

export interface Wanted {
  readonly orderId?: string;
  readonly filter?: object;
  readonly after?: string;
}

export const follow = (url: string, wanted: Wanted = {}): Promise<Subscriber<LiveEvent>> =>
  subscribe(url, orderEvents, wanted);

export const idsOf = (messages: readonly LiveEvent[]): string[] => messages.map(({ event }) => event.id);
