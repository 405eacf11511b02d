import { setTimeout as delay } from 'node:timers/promises';
import type { Input, Place } from '../checker/history.js';
import { mutationText } from '../clients/documents.js';
import { type Desk, perform } from '../clients/perform.js';
import { writtenOf } from '../clients/read-answer.js';
import { customers, products } from '../stage/shop.js';

export interface Writers {
  /** The first event of all. */
  readonly first: { readonly place: Place; readonly cursor: string };
  /** Events so far. */
  readonly written: number;
  /** The last event of all, once they have stopped. */
  readonly last: Place | undefined;
  /** Answers the last event of all. */
  stop(): Promise<Place>;
}

// Of all but the scarce one.
const [kept, ...others] = products.slice(0, -1) as [string, ...string[]];
const item = (productId: string) => ({ productId, quantity: 1 });

/** So many clients, each with an order of its own, a new one after 400 changes; several events each time. */
export async function startWriters(desk: Desk, count: number): Promise<Writers> {
  let [written, running] = [0, true];
  let last: Place | undefined;

  async function write(server: number, name: string, input: Input) {
    for (;;) {
      const { outcomes, data } = await perform(desk, `writer ${input.orderId ?? 'new'}`, server, {
        query: mutationText(name),
        variables: { input },
        parts: [{ name, input, field: name, read: writtenOf }],
      });
      const [outcome] = outcomes;
      if (outcome?.is === 'written') {
        written += outcome.events.length;
        return {
          place: [outcome.order.orderId, outcome.order.version] as Place,
          cursor: data?.[name].cursor,
        };
      }
      if (outcome?.is === 'refused') throw new Error(outcome.message);
      await delay(20);
    }
  }

  const create = (i: number) =>
    write(i % desk.urls.length, 'createOrder', {
      customerId: customers[i % customers.length],
      items: [item(kept)],
      idempotencyKey: `order ${i} ${written}`,
    });

  async function live(i: number): Promise<void> {
    while (running) {
      const { place } = await create(i);
      const [orderId] = place;
      for (let change = 0; change < 400 && running; change += 1) {
        const idempotencyKey = `${orderId} ${change}`;
        const input = { orderId, idempotencyKey, addItems: others.map(item) };
        const both = { ...input, removeItems: change === 0 ? [] : others };
        await write((i + change) % desk.urls.length, 'updateOrder', both);
      }
    }
  }

  const first = await create(0);
  const lives = Array.from({ length: count }, (_, i) => live(i));
  return {
    first,
    get written() {
      return written;
    },
    get last() {
      return last;
    },
    async stop() {
      running = false;
      await Promise.all(lives);
      const { place } = await create(0);
      const input = { orderId: place[0], item: item(kept), idempotencyKey: `the last of ${place[0]}` };
      last = (await write(0, 'addOrderItem', input)).place;
      return last;
    },
  };
}
