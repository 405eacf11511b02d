import { setImmediate as turn } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { expect, it, vi } from 'vitest';
import { EventStoreError } from '../../event-sourcing/errors.js';
import { aroundMutations } from '../../graphql/around-mutations.js';
import { apiError } from '../../graphql/errors.js';
import { auditMutations } from './audit-mutations.js';

/** A mutation of an operator that is audited by a record that takes its time. */
function audited(resolve: () => unknown) {
  let settled = false;
  const writing: { done(): void; fail(error: Error): void }[] = [];
  const record = vi.fn(
    () =>
      new Promise<void>((done, fail) => {
        writing.push({ done, fail });
      }),
  );
  const log = { error: vi.fn() };
  const caller = { actor: 'olga', roles: new Set(['operator']) };
  const context = { caller, address: '', audit: { record }, log };
  const answer = Promise.resolve(
    auditMutations('cancelOrder', resolve)(undefined, { input: {} }, context as never, {} as never),
  ).finally(() => {
    settled = true;
  });
  answer.catch(() => undefined);
  return {
    answer,
    record,
    isAnswered: () => settled,
    log,
    write: () => {
      for (const { done } of writing) done();
    },
    fail(error: Error) {
      expect(writing).toHaveLength(1);
      writing[0]?.fail(error);
    },
  };
}

it.each([
  ['a refusal', () => Promise.reject(apiError('NOT_FOUND', 'Order not found')), 'NOT_FOUND'],
  [
    'a refusal that is thrown at once',
    () => {
      throw apiError('NOT_FOUND', 'Order not found');
    },
    'NOT_FOUND',
  ],
  ['what was done', () => ({ id: 'ada' }), 'DONE'],
])('%s is on record before it is answered', async (_, resolve, outcome) => {
  const { answer, record, isAnswered, write } = audited(resolve);
  await vi.waitFor(() => expect(record).toHaveBeenCalledOnce());
  await turn();
  expect(isAnswered()).toBe(false);
  expect(record).toHaveBeenCalledWith(
    expect.objectContaining({ actor: 'olga', action: 'cancelOrder', outcome }),
  );
  write();
  const [settled] = await Promise.allSettled([answer]);
  expect(settled.status).toBe(outcome === 'DONE' ? 'fulfilled' : 'rejected');
});

it.each([
  ['a refusal', () => Promise.reject(apiError('NOT_FOUND', 'Order not found')), 'rejected'],
  ['what was done', () => ({ id: 'ada' }), 'fulfilled'],
])('%s that cannot be put on record is in the log', async (_, resolve, status) => {
  const { answer, log, fail } = audited(resolve);
  await vi.waitFor(() => fail(new Error('no room')));
  const [settled] = await Promise.allSettled([answer]);
  expect(settled.status).toBe(status);
  if (settled.status === 'rejected') expect(settled.reason).toBeInstanceOf(EventStoreError);
  expect(log.error).toHaveBeenCalledOnce();
});

it('where the store cannot be reached its answer does not wait for the record for long', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const unreachable = new EventStoreError('The event store cannot be reached');
    const { answer, record } = audited(() => Promise.reject(unreachable));
    await vi.waitFor(() => expect(record).toHaveBeenCalledOnce());
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(answer).rejects.toBe(unreachable);
  } finally {
    vi.useRealTimers();
  }
});

it('whatever is no mutation is left as it is', () => {
  const schema = buildSchema(
    'type Query { orders: Int } type Mutation { change: Int } type Subscription { told: Int }',
  );
  aroundMutations(schema, auditMutations);
  const [query, mutation, subscription] = [
    schema.getQueryType()?.getFields().orders,
    schema.getMutationType()?.getFields().change,
    schema.getSubscriptionType()?.getFields().told,
  ];
  expect(mutation?.resolve).toBeDefined();
  for (const field of [query, subscription]) {
    expect(field).toBeDefined();
    expect([field?.resolve, field?.subscribe]).toEqual([undefined, undefined]);
  }
});
