import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { schema } from './schema.js';
import { ask } from './testing/graphql-client.js';
import { startTestApp, type TestApp } from './testing/test-app.js';
import { startTestGateway, type TestGateway } from './testing/test-gateway.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const named = (name: string): string => {
  const block = blocks.find((text) => new RegExp(`\\b(query|mutation|subscription) ${name}\\b`).test(text));
  if (block === undefined) throw new Error(`README.md has no operation ${name}`);
  return block;
};

let gateway: TestGateway;
let app: TestApp;
beforeAll(async () => {
  gateway = await startTestGateway();
  app = await startTestApp(gateway.settings);
  gateway.tell(app.url);
});
afterAll(async () => {
  await app?.stop();
  await gateway?.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: whatever the operation asks for
async function run(name: string, id?: string): Promise<any> {
  const { data, errors } = await ask(app.url, named(name), { id });
  expect(errors, name).toBeUndefined();
  return data;
}

describe('the README', () => {
  it.each(blocks.map((text) => [/\w+ (\w+)/.exec(text)?.[1], text]))('%s fits the schema', (_, text) => {
    expect(validate(schema, parse(text as string))).toEqual([]);
  });

  it('tells a tour that works as it stands', async () => {
    const { id } = (await run('Create')).createOrder.order;
    expect((await run('Change', id)).updateOrderStatus.order).toEqual({ version: 3, status: 'CONFIRMED' });
    expect((await run('TimeTravel', id)).atFirst.status).toBe('PENDING');
    expect((await run('Rollback', id)).rollbackOrder.rollback.skippedVersions).toEqual([2, 3]);
    const refused = await ask(app.url, named('RollbackToSkipped'), { id });
    expect(refused.errors?.[0]?.message).toMatch('skipped by a previous rollback');
    expect((await run('History', id)).order.events.nodes).toHaveLength(4);
  });

  it('tells of an order that is paid, and rolled back after that', async () => {
    const { id } = (await run('Pay')).createOrder.order;
    const paid = async (authorized: string) =>
      vi.waitFor(async () => {
        const { order } = await run('Fulfilment', id);
        expect(order).toMatchObject({
          status: 'CONFIRMED',
          payment: { authorized: { amount: authorized } },
          process: { state: 'COMPLETED' },
        });
      }, 10_000);
    await paid('69.00');
    await run('AddBeans', id);
    await paid('106.50');
    const { rollbackPreview } = await run('Preview', id);
    expect(rollbackPreview.consequences).toEqual([
      'Release 2 × house-beans',
      'Void the authorisation of 37.50 USD',
    ]);
    await run('RollbackPaid', id);
    await paid('69.00');
    expect((await run('Waiting')).fulfilments.nodes).toEqual([]);
  });

  it('tells of a declined card', async () => {
    const query = named('Pay').replace('tok_ok', 'tok_declined');
    const { data } = await ask(app.url, query);
    const { id } = (data as { createOrder: { order: { id: string } } }).createOrder.order;
    await vi.waitFor(async () => {
      const { order } = await run('Fulfilment', id);
      expect(order).toMatchObject({ status: 'CANCELLED', reservation: { items: [] } });
      expect(order.events.nodes).toContainEqual(
        expect.objectContaining({
          type: 'OrderCancelled',
          data: expect.objectContaining({ reason: 'Payment declined: the card was declined' }),
        }),
      );
    }, 10_000);
  });
});
