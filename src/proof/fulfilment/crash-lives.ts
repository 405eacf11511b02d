import { uuidv7 } from 'uuidv7';
import { vi } from 'vitest';
import { ask } from '../../testing/graphql-client.js';
import { item } from '../../testing/order-api.js';
import { inputTypeOf } from '../queries.js';
import { untilAtRest } from './rest.js';
import type { Shop } from './shop.js';

type Deed = readonly [mutation: string, input: object];

const quantity = (productId: string, to: number): Deed => [
  'changeOrderItemQuantity',
  { productId, quantity: to },
];
const status = (to: string): Deed => ['updateOrderStatus', { status: to }];
const rollback = (toVersion: number): Deed => ['rollbackOrder', { toVersion, reason: 'As it was' }];
const create = (paymentToken: string | undefined, ordered = item('moka-pot', 2)): Deed => [
  'createOrder',
  { customerId: 'ada', items: [ordered], paymentToken },
];

/** Orders that take every step together. Each deed waits until the process has done what follows from the one before. */
const lives: Readonly<Record<string, readonly Deed[]>> = {
  'raised, lowered, shipped and made smaller': [
    create('tok_twice'),
    ...[quantity('moka-pot', 4), quantity('moka-pot', 3), status('PROCESSING'), status('SHIPPED')],
    rollback(1),
  ],
  'cancelled and alive again': [
    create('tok_ok'),
    ['cancelOrder', { reason: 'Changed my mind' }],
    rollback(4),
  ],
  // Twice: a late webhook may be what confirms it the first time.
  'confirmed and confirmed again': [create('tok_ok'), rollback(3), rollback(5)],
  'paid later and then not at all': [
    create(undefined),
    ['payOrder', { paymentToken: 'tok_lost' }],
    rollback(1),
  ],
  'short of stock': [create('tok_ok', item('vintage-grinder')), quantity('vintage-grinder', 3)],
  declined: [create('tok_declined')],
  'decided later': [create('tok_later')],
  'answered late': [create('tok_slow')],
  'captured by hand': [
    ...[create('tok_capture_fails'), status('PROCESSING'), status('SHIPPED')],
    ['settleFulfilment', { outcome: 'DONE', reference: 'by-hand', reason: 'Seen to' }],
  ],
};

/** Has all orders live at once, whichever servers there are; what one of them did not answer is asked of the next. */
export async function liveAll(shop: Shop, url: () => string): Promise<ReadonlyMap<string, string>> {
  const names = Object.keys(lives);
  const ids = await Promise.all(names.map((name) => liveThrough(shop, url, lives[name] as readonly Deed[])));
  return new Map(names.map((name, i) => [ids[i] as string, name]));
}

async function liveThrough({ client }: Shop, url: () => string, deeds: readonly Deed[]): Promise<string> {
  let orderId: string | undefined;
  for (const [mutation, input] of deeds) {
    const id = await insist(url, mutation, { ...input, orderId, idempotencyKey: uuidv7() });
    orderId = id;
    await untilAtRest(client, id);
  }
  return orderId as string;
}

/** The id of the order, once a server has answered. */
async function insist(url: () => string, mutation: string, input: object): Promise<string> {
  const text = `mutation($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { order { id } } }`;
  for (;;) {
    const asked = url();
    const reply = await ask(asked, text, { input }).catch(() => undefined);
    if (reply?.errors) throw new Error(JSON.stringify(reply.errors));
    if (reply) return (reply.data as Record<string, { order: { id: string } }>)[mutation]?.order.id as string;
    await vi.waitUntil(() => url() !== asked, { timeout: 60_000, interval: 10 });
  }
}

/** How orders stand at the end of their lives, by name. */
export const ends: Readonly<Record<string, string>> = {
  'raised, lowered, shipped and made smaller': 'CONFIRMED',
  'cancelled and alive again': 'CONFIRMED',
  'confirmed and confirmed again': 'CONFIRMED',
  'paid later and then not at all': 'PENDING',
  'short of stock': 'CANCELLED',
  declined: 'CANCELLED',
  'decided later': 'CONFIRMED',
  'answered late': 'CONFIRMED',
  'captured by hand': 'SHIPPED',
};
