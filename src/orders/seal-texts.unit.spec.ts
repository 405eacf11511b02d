import { describe, expect, it } from 'vitest';
import type { ChangeName } from './inputs.js';
import type { Lookups } from './lookups.js';
import { readCommand } from './read-command.js';

const price = { minor: 1_800, currency: 'USD' };
const lookups: Lookups = {
  takesPayments: true,
  customer: async (id) => (id === 'ada' ? { id, active: true } : undefined),
  products: async () => new Map([['chai', { name: 'Chai', unitPrice: price, offer: null }]]),
  versionAt: async () => 1,
  customerOf: async (orderId) => (orderId === 'known' ? 'ada' : undefined),
  seal: async (personId, texts) => texts.map((text) => `${text} of ${personId}`),
};
const unasked = () => {
  throw new Error('A round trip that is not needed');
};
const read = (name: ChangeName, input: object, asked: Partial<Lookups> = {}, orderId = 'known') =>
  readCommand(name, input as never, { ...lookups, ...asked }, orderId);

const item = { productId: 'chai', quantity: 1 };
const creation = { customerId: 'ada', items: [item] };

describe('a command', () => {
  it.each<[ChangeName, object, object]>([
    ['createOrder', { ...creation, paymentToken: 'tok' }, { paymentToken: 'tok of ada' }],
    ['payOrder', { paymentToken: 'tok' }, { paymentToken: 'tok of ada' }],
    ['cancelOrder', { reason: 'late' }, { reason: 'late of ada' }],
    ['rollbackOrder', { toVersion: 1, reason: 'late' }, { reason: 'late of ada' }],
    ['retryFulfilment', { reason: 'late' }, { reason: 'late of ada' }],
    ['settleFulfilment', { outcome: 'NOT_DONE', reason: 'late' }, { reason: 'late of ada' }],
  ])('%s holds its texts sealed for the order’s customer', async (name, input, sealed) => {
    expect(await read(name, input)).toMatchObject(sealed);
  });

  it.each<[ChangeName, object]>([
    ['createOrder', creation],
    ['addOrderItem', { item }],
    ['updateOrder', { newStatus: 'CANCELLED' }],
    ['updateOrderStatus', { status: 'CONFIRMED' }],
    ['rollbackOrder', { toVersion: 1 }],
  ])('%s without such texts needs neither a key nor the order’s customer', async (name, input) => {
    expect(await read(name, input, { seal: unasked, customerOf: unasked })).toHaveProperty('type');
  });

  it('makes no key for a customer or an order that does not exist', async () => {
    const paid = { ...creation, customerId: 'nobody', paymentToken: 'tok' };
    expect(await read('createOrder', paid, { seal: unasked })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await read('cancelOrder', { reason: 'late' }, { seal: unasked }, 'unknown')).toMatchObject({
      code: 'NOT_FOUND',
      message: 'Order not found',
    });
  });
});
