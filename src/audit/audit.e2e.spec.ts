import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, connectAcknowledged } from '../testing/graphql-client.js';
import { type Answer, item, type OrderApi, orderApi } from '../testing/order-api.js';
import { startTestApp, type TestApp } from '../testing/test-app.js';
import { jwtSecret, type Token, tokenOf } from '../testing/tokens.js';

interface Told {
  readonly data?: Answer;
  readonly errors?: Answer;
}
type Send = (token: Token, query: string, variables?: object) => Promise<Told>;

let app: TestApp;
let ada: Token;
let olga: Token;
let anna: Token;
let staff: OrderApi;
let orderId: string;

beforeAll(async () => {
  app = await startTestApp({ AUTH_JWT_SECRET: jwtSecret, RATE_PER_CALLER: '0', RATE_PER_ADDRESS: '0' });
  ada = await tokenOf('ada', 'customer');
  olga = await tokenOf('olga', 'operator');
  anna = await tokenOf('anna', 'admin');
  staff = orderApi(app.url, olga);
  orderId = await orderApi(app.url, ada).createOrder();
});
afterAll(() => app.stop());

const overHttp: Send = (token, query, variables) => ask(app.url, query, variables, token) as Promise<Told>;

const overWebSocket: Send = async (token, query, variables) => {
  const connection = await connectAcknowledged(app.url, token);
  connection.send({ id: '1', type: 'subscribe', payload: { query, variables } });
  const { payload } = await connection.next();
  connection.socket.close();
  return Array.isArray(payload) ? { errors: payload } : payload;
};

const entryFields =
  'id at actor roles source requestId correlationId action orderId subject outcome message times event { __typename version }';

const trail = async (filter: object, fields = entryFields): Promise<Answer[]> =>
  (
    await staff.run(
      `query ($orderId: ID, $actor: String) { auditTrail(orderId: $orderId, actor: $actor) { nodes { ${fields} } } }`,
      filter,
    )
  ).auditTrail.nodes;

const entryOf = async (actor: string, requestId: string) =>
  (await trail({ actor })).find((it) => it.requestId === requestId);

describe.each([
  ['HTTP', overHttp],
  ['WebSocket', overWebSocket],
])('over %s', (transport, send) => {
  let operator: string;
  let customer: string;
  let admin: string;
  beforeAll(() => {
    // Actors of its own for each transport: what is alike within a minute is counted together.
    operator = `operator.${transport}`;
    customer = `customer.${transport}`;
    admin = `admin.${transport}`;
  });

  const as = {
    operator: () => tokenOf(operator, 'operator'),
    customer: () => tokenOf(customer, 'customer'),
    admin: () => tokenOf(admin, 'admin'),
  };

  it.each([
    [
      'a rollback to nowhere',
      () => `rollbackOrder(input: { orderId: "${orderId}", toVersion: 99, reason: "mistyped" })`,
      { action: 'rollbackOrder', outcome: 'VALIDATION_ERROR', message: /^No events found/, onOrder: true },
    ],
    [
      'a change of an order that is unknown',
      () => 'cancelOrder(input: { orderId: "01a207b9-8e4b-79d7-ad3a-31782c4e297a", reason: "gone" })',
      { action: 'cancelOrder', outcome: 'NOT_FOUND', message: /not found/ },
    ],
    [
      'malformed input',
      () => 'cancelOrder(input: { orderId: "ada@example.org", reason: " " })',
      { action: 'cancelOrder', outcome: 'VALIDATION_ERROR', message: /^(?!.*example)/, orderId: null },
    ],
    [
      'a rebuild, which is for admins',
      () => 'rebuildProjection(name: "orders")',
      { action: 'rebuildProjection', outcome: 'FORBIDDEN', message: /admin/, subject: 'orders' },
    ],
    [
      'a customer whose id is taken',
      () => 'createCustomer(input: { id: "ada", name: "Ada", email: "ada@example.org" })',
      { action: 'createCustomer', outcome: 'BUSINESS_RULE_ERROR', message: /exists/, subject: 'ada' },
    ],
  ])(
    '%s, tried by an operator, stands under the request id of the answer',
    async (_name, field, expected) => {
      const { errors } = await send(await as.operator(), `mutation { ${field()} { __typename } }`);
      const { requestId } = errors[0].extensions;
      const { onOrder, message, ...same } = expected as Record<string, unknown>;
      expect(await entryOf(operator, requestId)).toMatchObject({
        ...same,
        ...(onOrder ? { orderId } : {}),
        message: expect.stringMatching(message as RegExp),
        roles: ['operator'],
        source: '127.0.0.1',
        times: 1,
        event: null,
      });
    },
  );

  it('what is forbidden to a customer stands there, what is merely refused does not', async () => {
    const forbidden = await send(
      await as.customer(),
      `mutation { rollbackOrder(input: { orderId: "${orderId}", toVersion: 1 }) { cursor } }`,
    );
    const refused = await send(
      await as.customer(),
      `mutation { cancelOrder(input: { orderId: "${orderId}", reason: "not mine" }) { cursor } }`,
    );
    expect(refused.errors[0].extensions.code).toBe('NOT_FOUND');
    const entries = await trail({ actor: customer });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      requestId: forbidden.errors[0].extensions.requestId,
      action: 'rollbackOrder',
      outcome: 'FORBIDDEN',
      roles: ['customer'],
      source: '127.0.0.1',
      orderId,
    });
  });

  it.each([
    [
      'createProduct(input: { sku: "sieve over TRANSPORT", name: "Sieve", price: { amount: "3.00", currency: "USD" }, stockLevel: 1 }) { id }',
      /^[\w-]{36}$/,
    ],
    ['updateProduct(input: { id: "moka-pot", name: "Moka pot" }) { id }', /^moka-pot$/],
    ['adjustStock(productId: "moka-pot", delta: 1) { id }', /^moka-pot$/],
    ['createCustomer(input: { name: "Eve", email: "eve@example.org" }) { id }', /^[\w-]{36}$/],
    ['updateCustomer(input: { id: "ada", active: true }) { id }', /^ada$/],
    ['rebuildProjection(name: "orders") { name }', /^orders$/],
    ['eraseCustomer(input: { customerId: "grace", reason: "asked for it" }) { actor }', /^grace$/],
  ])('%s, which writes no event, stands there as done', async (field, subject) => {
    expect(
      (await send(await as.admin(), `mutation { ${field.replace('TRANSPORT', transport)} }`)).errors,
    ).toBeUndefined();
    const [entry] = await trail({ actor: admin });
    expect(entry).toMatchObject({
      action: field.split('(')[0],
      subject: expect.stringMatching(subject),
      outcome: 'DONE',
      message: null,
      roles: expect.arrayContaining(['admin']),
    });
    expect(JSON.stringify(entry)).not.toMatch(/Eve|eve@/);
  });

  it('queries, and what writes an event, have no entry', async () => {
    const token = await tokenOf(`reader.${transport}`, 'operator');
    await send(token, `{ order(id: "${orderId}") { id } }`);
    await send(token, '{ order(id: "not an id") { id } }');
    await send(
      token,
      `mutation { addOrderItem(input: { orderId: "${orderId}", item: { productId: "moka-pot", quantity: 1 } }) { cursor } }`,
    );
    expect(await trail({ actor: `reader.${transport}` })).toMatchObject([
      { action: 'OrderItemAdded', outcome: 'DONE', event: { __typename: 'OrderItemAdded' } },
    ]);
  });
});

describe('events', () => {
  it('say who caused them, from where, with which request', async () => {
    const { headers, data } = await ask(
      app.url,
      `mutation { cancelOrder(input: { orderId: "${await staff.createOrder()}", reason: "twice" }) {
        events { id orderId } } }`,
      {},
      olga,
    );
    const [event] = (data as Answer).cancelOrder.events;
    const [newest, first] = await trail({ orderId: event.orderId });
    expect(newest).toMatchObject({
      id: event.id,
      actor: 'olga',
      source: '127.0.0.1',
      requestId: headers.get('x-request-id'),
      action: 'OrderCancelled',
      subject: 'ada',
      event: { __typename: 'OrderCancelled', version: 2 },
    });
    expect(first).toMatchObject({ action: 'OrderCreated', actor: 'olga' });
  });

  it('of a customer’s own change keep the address sealed; operators see it, customers do not', async () => {
    const query = `{ order(id: "${orderId}") { events(first: 1) { nodes { actor source } } } }`;
    const [seen] = (await staff.run(query)).order.events.nodes;
    expect(seen).toEqual({ actor: 'ada', source: '127.0.0.1' });
    const [own] = (await orderApi(app.url, ada).run(query)).order.events.nodes;
    expect(own).toEqual({ actor: 'ada', source: null });
  });
});

describe('where a customer was erased', () => {
  it('the trail stays, and their address is forgotten', async () => {
    const alan = await tokenOf('alan', 'customer');
    const id = await orderApi(app.url, alan).createOrder({ customerId: 'alan' });
    await ask(app.url, 'mutation { rebuildProjection(name: "orders") { name } }', {}, alan);
    const told = (source: string | null) => [
      { action: 'rebuildProjection', outcome: 'FORBIDDEN', source },
      { action: 'OrderCreated', orderId: id, source },
    ];
    expect(await trail({ actor: 'alan' })).toMatchObject(told('127.0.0.1'));
    const erased =
      'mutation { eraseCustomer(input: { customerId: "alan", reason: "asked for it" }) { actor } }';
    expect((await ask(app.url, erased, {}, anna)).errors).toBeUndefined();
    expect(await trail({ actor: 'alan' })).toMatchObject(told(null));
  });
});

describe('the trail', () => {
  it('has every deed once in pages of any size, newest first, also where instants are equal', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 2
          ? staff.createOrder({ items: [item('moka-pot', 1)] })
          : staff.refused('cancelOrder', { orderId: `${n}`, reason: 'x' }),
      ),
    );
    const query = `query ($first: Int, $after: String, $actor: String) {
      auditTrail(first: $first, after: $after, actor: $actor) {
        totalCount nodes { id at } pageInfo { hasNextPage endCursor } } }`;
    for (const actor of [null, 'olga', 'ada']) {
      const whole = (await staff.run(query, { first: 100, actor })).auditTrail;
      const paged: Answer[] = [];
      for (let after = null, more = true; more; ) {
        const { nodes, pageInfo }: Answer = (await staff.run(query, { first: 3, after, actor })).auditTrail;
        paged.push(...nodes);
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }
      expect(paged).toEqual(whole.nodes);
      expect(new Set(paged.map(({ id }) => id)).size).toBe(whole.totalCount);
      expect(paged.map(({ at }) => at)).toEqual(
        paged
          .map(({ at }) => at)
          .sort()
          .reverse(),
      );
    }
  });

  it('is for operators', async () => {
    const { errors } = await ask(app.url, '{ auditTrail { totalCount } }', {}, ada);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(app.url, '{ auditTrail(first: 1) { totalCount } }', {}, anna)).errors).toBeUndefined();
  });

  it('refuses cursors that it did not make', async () => {
    const { nodes, ...page } = (
      await staff.run('{ orders(first: 1) { nodes { id } pageInfo { endCursor } } }')
    ).orders;
    const twoLanes = Buffer.from(
      JSON.stringify(['audit', 1, '00000000-0000-7000-8000-000000000000', 1, 1]),
    ).toString('base64url');
    for (const after of ['nowhere', page.pageInfo.endCursor, twoLanes]) {
      const refusal = await staff.refusal(
        'query ($after: String) { auditTrail(after: $after) { totalCount } }',
        {
          after,
        },
      );
      expect(refusal.extensions.code).toBe('VALIDATION_ERROR');
    }
    expect(nodes).toHaveLength(1);
  });
});
