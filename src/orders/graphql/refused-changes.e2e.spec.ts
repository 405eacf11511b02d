import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectAcknowledged, postRaw } from '../../testing/graphql-client.js';
import { item, type OrderApi, orderApi } from '../../testing/order-api.js';
import { errorsOver, expectRefusal, type Refusal, transports } from '../../testing/refusals.js';
import { roomForLong, startTestApp, type TestApp } from '../../testing/test-app.js';

let app: TestApp;
let api: OrderApi;
let orderId: string;
beforeAll(async () => {
  app = await startTestApp(roomForLong);
  api = orderApi(app.url);
  orderId = await api.createOrder();
});
afterEach(async () => {
  const { items } = (await api.run('{ eventFeed { items { event { type } } } }')).eventFeed;
  expect(items, 'what is refused changes nothing').toEqual([{ event: { type: 'OrderCreated' } }]);
});
afterAll(() => app?.stop());

interface Case extends Refusal {
  readonly name: string;
  readonly input: object;
}

/** Inputs that are refused in the same words. */
const refused = (refusal: Refusal, inputs: Readonly<Record<string, object>>): Case[] =>
  Object.entries(inputs).map(([name, input]) => ({ ...refusal, name, input }));
const each = <Value>(values: readonly Value[], name: string, inputOf: (value: Value) => object) =>
  Object.fromEntries(
    values.map((value) => [`${name} ${JSON.stringify(value).slice(0, 40)}`, inputOf(value)]),
  );

const quantity = (quantity: unknown) => ({ items: [{ productId: 'moka-pot', quantity }] });
const price = (amount: unknown, currency = 'USD') => ({
  items: [{ productId: 'moka-pot', quantity: 1, unitPrice: { amount, currency } }],
});
const pots = (count: number) => Array(count).fill(item('moka-pot'));
const entityIds = [
  '',
  'a b',
  'x'.repeat(65),
  "a'--",
  '") { id } }',
  'ada\0',
  '\ud800',
  '😀',
  'x'.repeat(200_000),
];
const inherited = ['__proto__', 'constructor', 'toString'];

const entityId = /must be 1 to 64 of A-Z/;
const control = /must not contain control characters/;
const illFormed = /must be well-formed Unicode/;
const notInt = /Int cannot represent non/;

const creations: Case[] = [
  ...refused({ message: /must have at least one line/, path: 'items' }, { 'no line': { items: [] } }),
  ...refused(
    { message: /must have at most 2,000 lines/, path: 'items' },
    { '2,001 lines': { items: pots(2_001) } },
  ),
  ...refused(
    { message: /must be a whole number from 1 to 1000000/, path: 'items[0].quantity' },
    each([0, -1, 1e9], 'quantity', quantity),
  ),
  ...refused(
    { message: /Int cannot represent/ },
    each([1.5, 2 ** 31, '1', true, [[1]]], 'quantity', quantity),
  ),
  ...refused(
    { message: /at most 1,000,000 of moka-pot together, not 1,000,001/, path: 'items' },
    { 'too many in two lines': { items: [item('moka-pot', 1e6), item('moka-pot')] } },
  ),
  ...refused(
    { message: /too many decimal digits: USD has 2/, path: 'items[0].unitPrice' },
    { '12.505 USD': price('12.505') },
  ),
  ...refused(
    { message: /too many decimal digits: JPY has 0/, path: 'items[0].unitPrice' },
    { '12.5 JPY': price('12.5', 'JPY') },
  ),
  ...refused(
    { message: /must not be negative/, path: 'items[0].unitPrice' },
    { 'less than nothing': price('-1') },
  ),
  ...refused(
    { message: /must be at most 90071992547409.91 USD/, path: 'items[0].unitPrice' },
    { 'an amount of 30 digits': price('9'.repeat(30)) },
  ),
  ...refused(
    { message: /Decimal must be a string of at most 40 digits/ },
    each(['NaN', 'Infinity', '1e3', '', ' 1', '0x10', '１２', '1,5', 12.5, '9'.repeat(41)], 'amount', price),
  ),
  ...refused(
    { message: /must be an ISO 4217 code such as USD/, path: 'items[0].unitPrice' },
    each(['usd', 'ZZZ', '', 'U\0D', '$', 'constructor'], 'currency', (currency) => price('1', currency)),
  ),
  ...refused({ message: /XAU has no minor unit/, path: 'items[0].unitPrice' }, { gold: price('1', 'XAU') }),
  ...refused(
    { message: /^An order has one currency: USD/, code: 'BUSINESS_RULE_ERROR' },
    { 'two currencies': { items: [item('moka-pot'), item('milk-jug', 1, '1', 'EUR')] } },
  ),
  ...refused(
    { message: entityId, path: 'customerId' },
    each(entityIds, 'customer', (customerId) => ({ customerId })),
  ),
  ...refused(
    { message: entityId, path: 'items[1].productId' },
    each(entityIds, 'product', (id) => ({ items: [item('moka-pot'), item(id)] })),
  ),
  ...refused(
    { message: /^Customer .* not found$/, code: 'NOT_FOUND' },
    each(inherited, 'customer', (customerId) => ({ customerId })),
  ),
  ...refused(
    { message: /^Product .* not found$/, code: 'NOT_FOUND' },
    each(inherited, 'product', (id) => ({ items: [item(id)] })),
  ),
  ...['reference', 'idempotencyKey'].flatMap((path) => {
    const of = (text: string) => ({ [path]: text });
    return [
      ...refused({ message: /must not be blank/, path }, each(['', ' \u00a0'], path, of)),
      ...refused({ message: control, path }, each(['a\0b', 'a\nb', '\u001b[31m'], path, of)),
      ...refused({ message: illFormed, path }, each(['\ud83d', 'a\udc00b'], path, of)),
      ...refused(
        { message: /must have at most \d+ characters/, path },
        each(['x'.repeat(256), 'x'.repeat(2e5)], path, of),
      ),
    ];
  }),
  ...refused(
    { message: /Field "\w+" is not defined by type "CreateOrderInput"/ },
    {
      'a field of its own': { colour: 'red' },
      'a prototype': JSON.parse('{ "__proto__": { "admin": true } }'),
    },
  ),
  ...refused(
    { message: /Expected non-nullable type "ID!" not to be null/ },
    { 'no customer': { customerId: null } },
  ),
  ...refused({ message: /ID cannot represent value\.$/ }, { 'an object as customer': { customerId: {} } }),
];

const changes: (Case & { readonly mutation: string })[] = Object.entries({
  cancelOrder: [
    ...refused(
      { message: /must not be blank/, path: 'reason' },
      each(['', '\n\t'], 'reason', (reason) => ({ reason })),
    ),
    ...refused(
      { message: control, path: 'reason' },
      each(['a\0b', 'a\u0085b'], 'reason', (reason) => ({ reason })),
    ),
    ...refused({ message: illFormed, path: 'reason' }, { 'half an emoji': { reason: '\udc00' } }),
    ...refused(
      { message: /at most 1000 characters/, path: 'reason' },
      { '1,001 characters': { reason: 'x'.repeat(1_001) } },
    ),
    ...refused(
      { message: /from 0 to 2147483647/, path: 'expectedVersion' },
      { 'version -1': { reason: 'x', expectedVersion: -1 } },
    ),
    ...refused(
      { message: notInt },
      each([2 ** 31, 2 ** 53], 'version', (expectedVersion) => ({ reason: 'x', expectedVersion })),
    ),
  ],
  rollbackOrder: [
    ...refused(
      { message: notInt },
      each([2 ** 31, -(2 ** 31) - 1, 2 ** 53], 'version', (toVersion) => ({ toVersion })),
    ),
    ...refused(
      { message: /^Either toVersion or toTimestamp must be provided$/ },
      { neither: {}, both: { toVersion: 1, toTimestamp: '2025-01-01T00:00:00Z' } },
    ),
    ...refused(
      { message: /DateTime must be an ISO 8601 instant with zone/ },
      each(['2025-01-01T00:00:00', '2025-01-01', 'now', '', 0], 'instant', (toTimestamp) => ({
        toTimestamp,
      })),
    ),
  ],
  updateOrderStatus: refused(
    { message: /The value does not exist in "OrderStatus"/ },
    { LOST: { status: 'LOST' } },
  ),
  addOrderItem: refused(
    { message: /from 1 to 1000000/, path: 'item.quantity' },
    each([0, -1, 1e9], 'quantity', (quantity) => ({ item: item('moka-pot', quantity) })),
  ),
  changeOrderItemQuantity: refused(
    { message: /from 1 to 1000000/, path: 'quantity' },
    each([0, -1, 1e9], 'quantity', (quantity) => ({ productId: 'moka-pot', quantity })),
  ),
  removeOrderItem: refused({ message: entityId, path: 'productId' }, { nothing: { productId: '' } }),
  updateOrder: [
    ...refused(
      { message: /at most 2,000 lines/, path: 'addItems' },
      { '2,001 lines': { addItems: pots(2_001) } },
    ),
    ...refused(
      { message: /at most 2,000 products/, path: 'removeItems' },
      { '2,001 removals': { removeItems: Array(2_001).fill('moka-pot') } },
    ),
  ],
}).flatMap(([mutation, cases]) => cases.map((it) => ({ ...it, mutation })));

const createOrder = 'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { cursor } }';
const order = { customerId: 'ada', items: [item('moka-pot')] };

describe.each(transports)('over %s', (transport) => {
  const errorsOf = (query: string, variables: object) => errorsOver(transport, app.url, query, variables);

  it.each(creations)('createOrder refuses $name', async ({ input, ...refusal }) => {
    expectRefusal(await errorsOf(createOrder, { input: { ...order, ...input } }), refusal);
  });

  it.each(changes)('$mutation refuses $name', async ({ mutation, input, ...refusal }) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { cursor } }`;
    expectRefusal(await errorsOf(query, { input: { orderId, ...input } }), refusal);
  });

  it('two operations without a name are refused', async () => {
    const cancel = `cancelOrder(input: { orderId: "${orderId}", reason: "x" }) { cursor }`;
    const message = /^Must provide operation name/;
    expectRefusal(await errorsOf(`query A { __typename } mutation B { ${cancel} }`, {}), { message });
  });
});

describe('variables of 50,000 brackets inside each other', () => {
  const input = { ...order, customerId: '…' };
  const payload = JSON.stringify({ query: createOrder, variables: { input } });
  const deep = payload.replace('"…"', '['.repeat(50_000) + ']'.repeat(50_000));
  const message = /^The operation costs 5\d{4}, more than 5000/;

  it('are refused over HTTP', async () => {
    expectRefusal((await postRaw(app.url, deep)).errors ?? [], { message });
  });

  it('are refused over WebSocket', async () => {
    const connection = await connectAcknowledged(app.url);
    connection.send(`{ "id": "1", "type": "subscribe", "payload": ${deep} }`);
    const [answer] = await connection.untilEnd();
    expectRefusal(answer?.type === 'error' ? answer.payload : answer?.payload.errors, { message });
    connection.socket.close();
  });
});

describe('a body', () => {
  const query = createOrder.replace('$input: CreateOrderInput!', '$input: CreateOrderInput!, $x: String');
  const whole = JSON.stringify({ query, variables: { input: order } });

  it.each([
    ['a list', `[${whole}]`, 400, /is a list/],
    ['a text', JSON.stringify(createOrder), 400, /is not a JSON object/],
    ['null', 'null', 400, /is not a JSON object/],
    ['cut off', whole.slice(0, -1), 400, /is not valid JSON, or was cut off/],
    ['empty', '', 400, /has no body/],
    [
      'of 1 MB',
      JSON.stringify({ query, variables: { input: order, x: 'x'.repeat(2 ** 20) } }),
      413,
      /is larger than/,
    ],
    ['hidden in a prototype', `{ "__proto__": ${whole} }`, 400, /query/],
    ['100,000 brackets deep', `{ "query": ${'['.repeat(100_000)}`, 400, /is not valid JSON/],
  ])('that is %s changes nothing', async (_case, body, status, message) => {
    const reply = await postRaw(app.url, body);
    expect(reply.status).toBe(status);
    expect(reply.errors).toMatchObject([{ extensions: { code: 'VALIDATION_ERROR', statusCode: status } }]);
    expect(reply.errors?.[0]?.message).toMatch(message);
  });
});
