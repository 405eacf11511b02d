import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { FormattedError } from '../graphql/errors.js';
import { ask } from '../testing/graphql-client.js';
import { mutationText } from './queries.js';
import type { Input } from './shop-model.js';

export interface Command {
  readonly mutation: string;
  readonly input: Input;
}

/** What a mutation answered; enough of it to find its effect again. */
export interface Acknowledged extends Command {
  readonly payload: {
    readonly order: { readonly id: string; readonly version: number };
    readonly events: readonly { readonly id: string; readonly version: number }[];
  };
}

export interface Traffic {
  /** Commands answered with success. */
  readonly acknowledged: readonly Acknowledged[];
  /** How often a command was sent again because its answer did not come, or told to come back. */
  readonly repeated: number;
  /** Errors that no crash excuses. */
  readonly surprises: readonly FormattedError[];
  /** Resolves when so many more commands have been acknowledged. */
  progress(count: number): Promise<void>;
  /** Lets all commands under way be answered, and sends no more. */
  stop(): Promise<void>;
}

/** Sends a command, again and again with the same key, until there is an answer. */
async function settle(url: () => string, { mutation, input }: Command, again: () => void) {
  for (;;) {
    const reply = await ask(url(), mutationText(mutation), { input }).catch(() => undefined);
    const [error] = reply?.errors ?? [];
    const lost = reply === undefined || error?.extensions.code === 'EVENT_STORE_ERROR';
    const contended = error?.extensions.code === 'CONCURRENCY_ERROR' && input.expectedVersion === undefined;
    if (!lost && !contended) return { error, payload: reply.data?.[mutation] as Acknowledged['payload'] };
    again();
    await delay(50);
  }
}

/** Clients that never stop changing orders, new ones and each other's, each command under a key of its own. */
export function startTraffic(url: () => string, clients = 8): Traffic {
  const acknowledged: Acknowledged[] = [];
  const surprises: FormattedError[] = [];
  const waiting: { readonly count: number; resolve(): void }[] = [];
  let repeated = 0;
  let stopped = false;

  async function client(): Promise<void> {
    while (!stopped) {
      const command = some(acknowledged);
      const { error, payload } = await settle(url, command, () => {
        repeated += 1;
      });
      if (payload) acknowledged.push({ ...command, payload });
      else if (error && !expectable.has(error.extensions.code)) surprises.push(error);
      for (const { count, resolve } of waiting) if (acknowledged.length >= count) resolve();
    }
  }

  const running = Array.from({ length: clients }, client);
  return {
    acknowledged,
    surprises,
    get repeated() {
      return repeated;
    },
    progress: (count) =>
      new Promise((resolve) => waiting.push({ count: acknowledged.length + count, resolve })),
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

const expectable = new Set(['BUSINESS_RULE_ERROR', 'CONCURRENCY_ERROR', 'VALIDATION_ERROR']);
const customers = ['ada', 'alan', 'grace'];
const products = ['espresso-machine', 'moka-pot', 'french-press', 'house-beans', 'filter-papers'];

const any = <T>(things: readonly T[]): T => things[Math.floor(Math.random() * things.length)] as T;
const someItem = () => ({ productId: any(products), quantity: 1 });

/** One of the last orders again, or a new one. */
function some(acknowledged: readonly Acknowledged[]): Command {
  const idempotencyKey = uuidv7();
  const known = any(acknowledged.slice(-20))?.payload.order;
  if (!known || Math.random() < 0.2) {
    return {
      mutation: 'createOrder',
      input: { customerId: any(customers), items: [someItem()], idempotencyKey },
    };
  }
  const common = { orderId: known.id, idempotencyKey };
  return any<Command>([
    { mutation: 'addOrderItem', input: { ...common, item: someItem() } },
    { mutation: 'addOrderItem', input: { ...common, item: someItem(), expectedVersion: known.version } },
    {
      mutation: 'updateOrder',
      input: { ...common, addItems: products.map((productId) => ({ productId, quantity: 1 })) },
    },
    { mutation: 'changeOrderItemQuantity', input: { ...common, productId: any(products), quantity: 7 } },
    { mutation: 'rollbackOrder', input: { ...common, toVersion: 1 } },
  ]);
}
