import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { EventFilter, Place } from '../checker/history.js';
import type { Random } from '../random.js';
import { followEventsText, followText } from './documents.js';
import { type Ledger, now } from './ledger.js';
import { sightOf } from './read-answer.js';

export interface Follower {
  /** How often it went on at its cursor, on another connection. */
  readonly resumed: number;
  readonly told: number;
  /** Resolves when it has been told this event, or nothing for a minute, and then ends. */
  until(event: Place): Promise<void>;
}

export interface FollowerOptions {
  readonly id: string;
  readonly urls: readonly string[];
  readonly ledger: Ledger;
  readonly random: Random;
  readonly filter: EventFilter;
  /** Whether the order is wanted with each event, as that left it. */
  readonly shown?: boolean;
  readonly begin: { readonly place: Place; readonly cursor: string };
}

/** A connection that says nothing for so long, not even that it is there, is given up. */
const patience = 5_000;

/** Subscribes, and goes on at its last cursor with one of the servers whenever it is cut off, or as it likes. */
export function follow(options: FollowerOptions): Follower {
  const { id, ledger, filter, begin, urls, random, shown = true } = options;
  const query = shown ? followText : followEventsText;
  ledger.write({ follows: id, filter, after: begin.place });
  let { cursor } = begin;
  let [resumed, told, over] = [0, 0, false];
  let last: string | undefined;
  let wanted: string | undefined;
  let socket: WebSocket | undefined;

  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  function take({ orderEvents }: any): void {
    const { orderId, version } = orderEvents.event;
    ledger.write({
      ...{ tells: id, at: now(), event: [orderId, version] },
      order: shown ? sightOf(orderId, orderEvents.order) : { orderId, version },
    });
    cursor = orderEvents.cursor;
    last = `${orderId} ${version}`;
    told += 1;
    if (random.chance(0.0005)) socket?.terminate();
  }

  async function run(): Promise<void> {
    while (!over) {
      socket = new WebSocket(random.one(urls).replace(/^http/, 'ws'), 'graphql-transport-ws');
      await listen(socket, { query, variables: { filter, after: cursor } }, take);
      resumed += 1;
      if (!over) await delay(50);
    }
  }

  const running = run();
  return {
    get resumed() {
      return resumed;
    },
    get told() {
      return told;
    },
    async until([orderId, version]) {
      wanted = `${orderId} ${version}`;
      for (let [before, waited] = [told, 0]; last !== wanted && waited < 60_000; waited += 20) {
        await delay(20);
        if (told > before) [before, waited] = [told, 0]; // it is late, but comes
      }
      over = true;
      socket?.terminate();
      await running;
    },
  };
}

/** Resolves when the connection is over, however it ends. */
// biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
function listen(socket: WebSocket, payload: object, take: (data: any) => void): Promise<void> {
  const send = (message: object) =>
    socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  return new Promise((resolve) => {
    let heard = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heard > patience) socket.terminate();
      send({ type: 'ping' });
    }, 1_000);
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(watch);
      resolve();
    });
    socket.on('open', () => send({ type: 'connection_init' }));
    socket.on('message', (bytes) => {
      heard = performance.now();
      const message = JSON.parse(`${bytes}`);
      if (message.type === 'connection_ack') send({ id: '1', type: 'subscribe', payload });
      else if (message.type === 'next' && message.payload.data) take(message.payload.data);
      else if (message.type !== 'ping' && message.type !== 'pong') socket.terminate();
    });
  });
}
