import { expect } from 'vitest';
import type { Answer, Api } from '../testing/in-memory-api.js';
import { chosen, type Sent } from './choices.js';
import * as expected from './expected-answers.js';
import { type Order, Refusal } from './order-model.js';
import { inputTypeOf, mutationText, orderText } from './queries.js';
import type { OrderStep } from './random-steps.js';
import { carryOut, type Deed, type Product, type Shop } from './shop-model.js';

/** A model and the API, both told the same. */
export interface Walk {
  readonly api: Api;
  readonly shop: Shop;
  readonly sent: Sent[];
  readonly answers: Map<Deed, Payload>;
  /** Each kind of outcome so far. */
  readonly met: Set<string>;
}

interface Payload {
  readonly order: { readonly id: string };
  readonly events: readonly { readonly version: number; readonly timestamp: string }[];
}

let walks = 0;

/** Begins with customers and products of its own. Charles may not order. */
export async function setOut(api: Api, met: Set<string>): Promise<Walk> {
  walks += 1;
  const shop: Shop = { customers: new Map(), products: new Map(), orders: [], keys: new Map() };
  const [ada, charles] = [`ada-${walks}`, `charles-${walks}`];
  for (const id of [ada, charles]) {
    shop.customers.set(id, id === ada);
    await keep(api, 'createCustomer', { id, name: id, email: `${id}@example.com` });
  }
  await keep(api, 'updateCustomer', { id: charles, active: false });
  for (const [i, currency] of ['USD', 'USD', 'USD', 'USD', 'JPY', 'USD'].entries()) {
    const id = `product-${walks}-${i}`;
    const product = { price: 100 * i + 95, currency, stock: i === 5 ? 2 : 500, available: true };
    shop.products.set(id, product);
    const price = expected.money(product.price, currency);
    await keep(api, 'createProduct', { id, sku: id, name: id, price, stockLevel: product.stock });
  }
  return { api, shop, sent: [], answers: new Map(), met };
}

/** Changes master data. */
async function keep(api: Api, mutation: string, input: object): Promise<void> {
  const text = `mutation($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { id } }`;
  expect(await api.ask(text, { input })).not.toHaveProperty('errors');
}

/** Takes a step on both sides and compares what they say. */
export async function take(walk: Walk, step: OrderStep): Promise<void> {
  if (step.kind === 'changeProduct') return changeProduct(walk, step);
  const { api, shop, sent } = walk;
  const { mutation, input } = chosen(shop, sent, step);
  sent.push({ mutation, input });
  const target = shop.orders.find(({ id }) => id === input.orderId);
  const before = target && expected.orderAt(target, target.versions.length);
  const said = attempt(() => carryOut(shop, mutation, input));
  const answer = await api.ask(mutationText(mutation), { input });
  if (said instanceof Refusal) {
    walk.met.add(`${mutation} ${said.code}`);
    expectRefusal(answer, said);
    if (said.code === 'CONCURRENCY_ERROR') expectEventsSince(answer, target, input.expectedVersion);
    if (target) expect((await api.ask(orderText, { id: target.id })).data.order).toEqual(before);
  } else {
    expect(answer.errors).toBeUndefined();
    expectDone(walk, mutation, said, answer.data[mutation], before);
  }
}

async function changeProduct({ api, shop }: Walk, { product, quantity }: OrderStep): Promise<void> {
  const [id, known] = [...shop.products][product % shop.products.size] as [string, Product];
  const changed = { ...known, price: known.price + quantity, available: quantity > 1 };
  shop.products.set(id, changed);
  const price = expected.money(changed.price, changed.currency);
  await keep(api, 'updateProduct', { id, price, available: changed.available });
}

/** What the model did, or why it refused. */
export function attempt(work: () => Deed): Deed | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

export function expectRefusal({ errors }: Answer, { code, words }: Refusal): void {
  expect(errors).toMatchObject([{ extensions: { code }, message: expect.stringContaining(words) }]);
}

function expectEventsSince({ errors }: Answer, order?: Order, expectedVersion = 0): void {
  const currentVersion = order?.versions.length ?? 0;
  const events = order?.versions.slice(expectedVersion).map(({ event, at }, i) => ({
    type: event,
    version: expectedVersion + 1 + i,
    timestamp: expected.instant(at),
  }));
  expect(errors?.[0]?.extensions.details).toMatchObject({ expectedVersion, currentVersion, events });
}

/** The first answer is the model's; each repetition is the first answer again, ids and instants included. */
function expectDone(walk: Walk, mutation: string, deed: Deed, answer: Payload, before?: object): void {
  const first = walk.answers.get(deed);
  const { order, from, to } = deed;
  walk.met.add(`${mutation} ${first ? 'repeated' : from === to ? 'changed nothing' : 'done'}`);
  if (first) {
    expect(answer).toEqual(first);
    return;
  }
  walk.answers.set(deed, answer);
  if (from === 0) order.id = answer.order.id;
  for (const { version, timestamp } of answer.events) {
    const previous = order.versions[version - 2]?.at ?? 0;
    expected.versionOf(order, version).at = Date.parse(timestamp);
    expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(previous);
  }
  expect(answer).toMatchObject(expected.payload(mutation, deed, before));
}
