import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { onTestFinished } from 'vitest';
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

/**
 * Clients that never stop changing orders, new ones and each other's. Each command has a key of its own, under
 * which it is sent again and again until there is an answer. Ends with the test at the latest.
 */
export function startTraffic(url: () => string, clients = 8): Traffic {
  const acknowledged: Acknowledged[] = [];
  const surprises: FormattedError[] = [];
  const waiting: { readonly count: number; resolve(): void }[] = [];
  let repeated = 0;
  let stopped = false;
  let over = false;
  onTestFinished(() => {
    over = true;
  });

  async function send({ mutation, input }: Command): Promise<Outcome> {
    const reply = await ask(url(), mutationText(mutation), { input }).catch(() => undefined);
    const [error] = reply?.errors ?? [];
    if (reply === undefined || error?.extensions.code === 'EVENT_STORE_ERROR') return 'unknown';
    if (error?.extensions.code === 'CONCURRENCY_ERROR' && input.expectedVersion === undefined)
      return 'unknown';
    return { error, payload: reply.data?.[mutation] as Acknowledged['payload'] };
  }

  async function client(): Promise<void> {
    while (!stopped && !over) {
      const command = some(acknowledged);
      let outcome = await send(command);
      while (outcome === 'unknown' && !over) {
        repeated += 1;
        await delay(50);
        outcome = await send(command);
      }
      if (outcome === 'unknown') return;
      const { error, payload } = outcome;
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

type Outcome =
  | { readonly error?: FormattedError | undefined; readonly payload?: Acknowledged['payload'] }
  | 'unknown';

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
