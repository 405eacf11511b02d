import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderApi, orderApi } from '../../testing/order-api.js';
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
afterAll(() => app?.stop());

interface Case extends Refusal {
  readonly field: string;
}

/** Fields that are refused in the same words. */
const refused = (refusal: Refusal, ...fields: string[]): Case[] =>
  fields.map((field) => ({ ...refusal, field }));
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const uuid = '01890000-0000-7000-8000-000000000001';

const malformedIds = [
  '',
  ' ',
  'order-1',
  '01890000000070008000000000000001',
  `${uuid}\n`,
  '01890000-0000-7000-8000-00000000000g',
  "' OR 1=1; DROP TABLE events; --",
  '") { id } } #',
  '__proto__',
  'constructor',
  'a\0b',
  '\ud800',
  '😀',
  'x'.repeat(200_000),
];

const points: Case[] = [
  ...refused(
    { message: /^Either version or timestamp must be provided, and not both$/ },
    'orderAt(id: $id) { id }',
    'orderAt(id: $id, version: null) { id }',
    'orderAt(id: $id, version: 1, timestamp: "2025-01-01T00:00:00Z") { id }',
  ),
  ...[0, -1, 2, 2 ** 31 - 1].flatMap((version) => {
    const message = new RegExp(`^The order has no version ${version}. Its current version is 1$`);
    return refused({ message }, `orderAt(id: $id, version: ${version}) { id }`);
  }),
  ...[2 ** 31, 2 ** 53].flatMap((version) =>
    refused({ message: /non 32-bit signed integer/ }, `orderAt(id: $id, version: ${version}) { id }`),
  ),
  ...[
    '"2025-01-01T00:00:00"',
    '"2025-01-01"',
    '"yesterday"',
    '""',
    '"2025-01-01T25:00:00Z"',
    '1735689600000',
  ].flatMap((instant) =>
    refused(
      { message: /^DateTime must be an ISO 8601 instant with zone/ },
      `orderAt(id: $id, timestamp: ${instant}) { id }`,
    ),
  ),
  ...['0000-01-01T00:00:00Z', '2025-02-30T00:00:00Z', '0001-01-01T00:00:00+01:00'].flatMap((instant) =>
    refused(
      { message: /^DateTime must be a day of the calendar/ },
      `orderAt(id: $id, timestamp: "${instant}") { id }`,
    ),
  ),
];

const pages: Case[] = [
  ...[0, -1, 101, 10_000].flatMap((size) => {
    const message = /must be a whole number from 1 to 100/;
    return [
      ...refused({ message, path: 'last' }, `orders(last: ${size}) { totalCount }`),
      ...refused(
        { message, path: 'first' },
        `orders(first: ${size}) { totalCount }`,
        `order(id: $id) { events(first: ${size}) { totalCount } }`,
        `eventFeed(first: ${size}) { hasMore }`,
      ),
    ];
  }),
  ...refused(
    { message: /page forward with first and after, or backward with last and before, not both/ },
    'orders(first: 1, last: 1) { totalCount }',
  ),
];

const listCursors = [
  'x',
  '',
  '😀',
  'constructor',
  base64(null),
  base64(['CREATED_AT_DESC']),
  base64(['CREATED_AT_DESC', '2025-01-01', uuid]),
  base64(['CREATED_AT_DESC', 1e300, uuid]),
  base64(['CREATED_AT_DESC', 1.5, uuid]),
  base64(['CREATED_AT_DESC', 0, "' OR 1=1"]),
  base64(['CREATED_AT_DESC', 0, uuid, 'more']),
  `${base64(['CREATED_AT_DESC', 0, uuid])}=`,
  base64(['TOTAL_DESC', '1.00', uuid]),
  base64(['feed', 1]),
  base64(['events', 0]),
  base64(['events', 2 ** 31]),
  base64(['events', '1']),
  'x'.repeat(100_000),
];
/** Whole numbers that JSON can tell, and Postgres takes for no instant and no lane. */
const extremes = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 8.64e15, -8.64e15];
const farAway = extremes.flatMap((number) => [
  `erasures(after: "${base64(['erasures', number, 'ada'])}") { totalCount }`,
  `auditTrail(after: "${base64(['audit', number, uuid, 1])}") { totalCount }`,
  `parkedEvents(projection: "orders", after: "${base64(['parked', number, 1])}") { totalCount }`,
]);
const feedCursors = [
  ...[base64(['feed', 0]), base64(['events', 1]), base64(null), 'x', 'A'.repeat(32), 'A'.repeat(1_000)],
  ...[16, 24, 25, 32].map((length) => Buffer.alloc(length, 0xa6).toString('base64url')),
];

const cursors: Case[] = [
  ...listCursors.flatMap((cursor) =>
    refused(
      { message: /after: is not a cursor of this list in this order/, path: 'after' },
      `orders(after: "${cursor}") { totalCount }`,
      `order(id: $id) { events(after: "${cursor}") { totalCount } }`,
    ),
  ),
  ...refused({ message: /after: is not a cursor of this list in this order/, path: 'after' }, ...farAway),
  ...refused(
    { message: /before: is not a cursor of this list/, path: 'before' },
    `orders(sort: TOTAL_ASC, before: "${base64(['TOTAL_ASC', 'NaN', uuid])}") { totalCount }`,
    `orders(sort: TOTAL_ASC, before: "${base64(['TOTAL_ASC', '9'.repeat(30), uuid])}") { totalCount }`,
  ),
  ...feedCursors.flatMap((cursor) =>
    refused(
      { message: /^The cursor is not a place in this feed. Send one back as an answer gave it, or none/ },
      `orders(minCursor: "${cursor}") { totalCount }`,
      `eventFeed(after: "${cursor}") { hasMore }`,
    ),
  ),
  ...['', 'a b', "'--", '😀', 'x'.repeat(1_001)].flatMap((cursor) =>
    refused(
      { message: /^Cursor must be a string that an earlier answer gave, unchanged/ },
      `orders(minCursor: "${cursor}") { totalCount }`,
      `eventFeed(after: "${cursor}") { hasMore }`,
    ),
  ),
];

const filters: Case[] = [
  ...refused(
    { message: /1 to 64/, path: 'filter.customerId' },
    'orders(filter: { customerId: "a b" }) { totalCount }',
  ),
  ...refused(
    { message: /1 to 64/, path: 'filter.productId' },
    'orders(filter: { productId: "" }) { totalCount }',
  ),
  ...refused(
    { message: /blank/, path: 'filter.reference' },
    'orders(filter: { reference: "" }) { totalCount }',
  ),
  ...['minTotal', 'maxTotal'].flatMap((bound) =>
    ['-0.01', '-5', `-${'9'.repeat(39)}`].flatMap((amount) =>
      refused(
        {
          message: /must not be negative, since no total is: leave it out, or give 0 or more$/,
          path: `filter.${bound}`,
        },
        `orders(filter: { ${bound}: "${amount}" }) { totalCount }`,
      ),
    ),
  ),
  ...[
    ['5', '4'],
    ['10', '9.99'],
    ['0.1', '0.09999999999999999999'],
    ['9'.repeat(40), '9'.repeat(39)],
  ].flatMap(([least, most]) =>
    refused(
      { message: /must not be above maxTotal: exchange them, or leave one out$/, path: 'filter.minTotal' },
      `orders(filter: { minTotal: "${least}", maxTotal: "${most}" }) { totalCount }`,
    ),
  ),
  ...refused(
    { message: /must not lie after createdTo: exchange them, or leave one out$/, path: 'filter.createdFrom' },
    'orders(filter: { createdFrom: "2025-01-01T00:00:00.001Z", createdTo: "2025-01-01T00:00:00Z" }) { totalCount }',
    'orders(filter: { createdFrom: "2025-01-01T00:00:00Z", createdTo: "2025-01-01T00:00:00+01:00" }) { totalCount }',
  ),
  ...refused({ message: /Decimal must be a string/ }, 'orders(filter: { minTotal: "NaN" }) { totalCount }'),
  ...refused(
    { message: /The value does not exist in "OrderStatus"/ },
    'orders(filter: { status: [LOST] }) { totalCount }',
  ),
  ...refused({ message: /cannot represent non-enum value/ }, 'orders(sort: "id; DROP TABLE") { totalCount }'),
  ...refused(
    { message: /1 to 64/, path: 'filter.customerId' },
    'eventFeed(filter: { customerId: "" }) { hasMore }',
  ),
  ...refused({ message: /blank/, path: 'filter.types[0]' }, 'eventFeed(filter: { types: [""] }) { hasMore }'),
];

describe.each(transports)('over %s', (transport) => {
  const errorsOf = (query: string, id: string) => errorsOver(transport, app.url, query, { id });

  it.each(malformedIds.map((id) => [JSON.stringify(id).slice(0, 50), id]))(
    '%s is no order’s id',
    async (_, id) => {
      const message = /must be a UUID$/;
      for (const [field, path] of [
        ['query ($id: ID!) { order(id: $id) { id } }', 'id'],
        ['query ($id: ID!) { orderAt(id: $id, version: 1) { id } }', 'id'],
        ['query ($id: ID!) { rollbackPreview(id: $id, toVersion: 1) { allowed } }', 'id'],
        ['query ($id: ID!) { eventFeed(filter: { orderIds: [$id] }) { hasMore } }', 'filter.orderIds[0]'],
        ['mutation ($id: ID!) { cancelOrder(input: { orderId: $id, reason: "x" }) { cursor } }', 'orderId'],
      ] as const)
        expectRefusal(await errorsOf(field, id), { message, path });
    },
  );

  it.each([...points, ...pages, ...cursors, ...filters].map((it) => [it.field.slice(0, 90), it] as const))(
    'refuses %s',
    async (_shown, { field, ...refusal }) => {
      const query = field.includes('$id') ? `query ($id: ID!) { ${field} }` : `{ ${field} }`;
      expectRefusal(await errorsOf(query, orderId), refusal);
    },
  );
});

describe('subscriptions', () => {
  const errorsOf = (field: string) => errorsOver('WebSocket', app.url, `subscription { ${field} }`, {});

  it.each([
    ...malformedIds.slice(0, 10).flatMap((id) => {
      const [message, shown] = [/must be a UUID$/, JSON.stringify(id)];
      return [
        ...refused({ message, path: 'id' }, `orderChanged(id: ${shown}) { id }`),
        ...refused({ message, path: 'orderId' }, `orderEvents(orderId: ${shown}) { cursor }`),
        ...refused(
          { message, path: 'filter.orderIds[0]' },
          `orderEvents(filter: { orderIds: [${shown}] }) { cursor }`,
        ),
      ];
    }),
    ...feedCursors.flatMap((cursor) =>
      refused(
        { message: /^The cursor is not a place in this feed/ },
        `orderEvents(after: "${cursor}") { cursor }`,
      ),
    ),
    ...refused(
      { message: /1 to 64/, path: 'filter.customerId' },
      'orderEvents(filter: { customerId: "" }) { cursor }',
    ),
  ])('refuse $field', async ({ field, ...refusal }) => {
    expectRefusal(await errorsOf(field), refusal);
  });
});

describe('what is unusual, but no mistake', () => {
  it('an order that there is not is null', async () => {
    for (const id of [uuid, uuid.toUpperCase(), '00000000-0000-0000-0000-000000000000'])
      expect(await api.order(id)).toBeNull();
  });

  it('an id may be written in capitals', async () => {
    expect((await api.order(orderId.toUpperCase())).id).toBe(orderId);
  });

  it('instants of the years 1 and 9999 are instants', async () => {
    expect(await api.orderAt(orderId, { timestamp: '0001-01-01T00:00:00Z' })).toBeNull();
    expect((await api.orderAt(orderId, { timestamp: '9999-12-31T23:59:59.999Z' })).version).toBe(1);
  });

  it('a place after the last event is the end of the list', async () => {
    const beyond = base64(['events', 2 ** 31 - 1]);
    const { events } = await api.order(
      orderId,
      `events(after: "${beyond}") { nodes { version } totalCount }`,
    );
    expect(events).toEqual({ nodes: [], totalCount: 1 });
  });
});
