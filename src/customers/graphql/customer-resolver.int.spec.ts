import { type GraphQLSchema, graphql } from 'graphql';
import { pino } from 'pino';
import { buildSchema } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../database/database.js';
import { createDb, createPool } from '../../database/pool.js';
import { listRoom } from '../../graphql/limits/list-items.js';
import { createPersonalData, type PersonalData } from '../../personal-data/index.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { demoCustomers } from '../demo-data.js';
import { importCustomers } from '../transfer.js';
import type { CustomersContext } from './context.js';
import { customerResolvers } from './customer-resolver.js';

let database: TestDatabase;
let db: Db;
let personalData: PersonalData;
let schema: GraphQLSchema;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(createPool(database.connection, { role: 'retrace_app' }));
  personalData = createPersonalData(db);
  schema = await buildSchema({ resolvers: customerResolvers, validate: false });
  await importCustomers({ db, personalData }, demoCustomers);
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

async function run(source: string, variableValues: Record<string, unknown> = {}) {
  const caller = { actor: 'olga', roles: new Set(['operator'] as const) };
  const log = pino({ level: 'silent' });
  const trace = { log, requestId: 'r', correlationId: 'c', address: '' };
  const contextValue: CustomersContext = { db, personalData, caller, listRoom: listRoom(100), ...trace };
  const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  return { data: data as any, errors: errors.map(({ message, extensions }) => ({ message, ...extensions })) };
}

const customer = (id: string) =>
  run('query ($id: ID!) { customer(id: $id) { id name email active } }', { id });
const create = (input: object) =>
  run('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { id name email active } }', {
    input,
  });
const update = (input: object) =>
  run('mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { id name email active } }', {
    input,
  });

const konrad = { name: 'Konrad Zuse', email: 'konrad@example.com' };

describe('customer', () => {
  it('answers every field', async () => {
    const charles = { id: 'charles', name: 'Charles Babbage', email: 'charles@example.com', active: false };
    expect((await customer('charles')).data.customer).toEqual(charles);
  });

  it('answers null where there is no such customer', async () => {
    expect(await customer('nobody')).toEqual({ data: { customer: null }, errors: [] });
  });

  it.each(['', ' ', 'a/b', 'a\0', '\ud800', 'x'.repeat(65)])(
    'refuses a malformed id (case %#)',
    async (id) => {
      expect((await customer(id)).errors).toMatchObject([
        { code: 'VALIDATION_ERROR', details: [{ path: 'id' }] },
      ]);
    },
  );
});

describe('customers', () => {
  const page = (args: string) =>
    run(
      `{ customers${args} { nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }`,
    );

  it('pages through all customers in the order of ids', async () => {
    const first = (await page('(first: 4)')).data.customers;
    const second = (await page(`(first: 4, after: "${first.edges[3].cursor}")`)).data.customers;
    const ids = [...first.nodes, ...second.nodes].map(({ id }) => id);
    expect(ids).toEqual(demoCustomers.map(({ id }) => id));
    expect(first).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(second).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  it('refuses a cursor of another list', async () => {
    const cursor = Buffer.from('["products","ada"]').toString('base64url');
    expect((await page(`(after: "${cursor}")`)).errors).toMatchObject([
      { code: 'VALIDATION_ERROR', details: [{ path: 'after' }] },
    ]);
  });

  it.each([0, -1, 10_000])('refuses a page of %d', async (first) => {
    expect((await page(`(first: ${first})`)).errors).toMatchObject([{ details: [{ path: 'first' }] }]);
  });
});

describe('createCustomer', () => {
  it('creates an active customer', async () => {
    const { data } = await create({ ...konrad, id: 'konrad' });
    expect(data.createCustomer).toEqual({ ...konrad, id: 'konrad', active: true });
    expect((await customer('konrad')).data.customer).toEqual(data.createCustomer);
  });

  it('makes an id where none is given', async () => {
    const { data } = await create(konrad);
    expect(data.createCustomer.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses an id that is taken', async () => {
    expect((await create({ ...konrad, id: 'ada' })).errors).toEqual([
      { code: 'BUSINESS_RULE_ERROR', message: 'Customer ada already exists' },
    ]);
  });

  it('lists all that is wrong with the input', async () => {
    expect((await create({ id: 'a b', name: 'x'.repeat(201), email: 'konrad' })).errors).toMatchObject([
      { code: 'VALIDATION_ERROR', details: [{ path: 'id' }, { path: 'name' }, { path: 'email' }] },
    ]);
  });
});

describe('updateCustomer', () => {
  it('changes what is given and keeps the rest', async () => {
    const { data } = await update({ id: 'hedy', active: false, name: null });
    expect(data.updateCustomer).toEqual({
      id: 'hedy',
      name: 'Hedy Lamarr',
      email: 'hedy@example.com',
      active: false,
    });
  });

  it('does not find who does not exist', async () => {
    expect((await update({ id: 'nobody', active: true })).errors).toEqual([
      { code: 'NOT_FOUND', message: 'Customer nobody not found' },
    ]);
  });

  it('refuses malformed input', async () => {
    expect((await update({ id: 'ada', email: 'ada@@' })).errors).toMatchObject([
      { details: [{ path: 'email' }] },
    ]);
  });
});
