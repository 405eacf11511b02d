import { describe, expect, it } from 'vitest';
import type { Offer } from '../lookups.js';
import { type HistoryChange, historyChange } from './history-change.js';
import { playHistory } from './play-history.js';

const offer: Offer = { name: 'Chai', unitPrice: { minor: 1_800, currency: 'USD' }, offer: null };
const lookups = {
  customer: async (id: string) => (id === 'ALFKI' ? { id, active: true } : undefined),
  seal: async (_: string, texts: readonly string[]) => texts,
  products: async () =>
    new Map([
      ['chai', offer],
      ['chang', { ...offer, name: 'Chang' }],
    ]),
};
const streamId = '01890000-0000-7000-8000-000000000001';

const change = (minute: number, command: string, input: object, order = '10248'): HistoryChange =>
  historyChange.parse({
    kind: 'change',
    order,
    at: `1996-07-04T08:${String(minute).padStart(2, '0')}:00+02:00`,
    actor: 'employee-5',
    command,
    input,
  });
const create = change(0, 'createOrder', {
  customerId: 'ALFKI',
  items: [{ productId: 'chai', quantity: 1_000_000 }],
});
const confirm = change(1, 'updateOrderStatus', { status: 'CONFIRMED' });
const add = change(2, 'addOrderItem', { item: { productId: 'chang', quantity: 2 } });

const eventsOf = async (...changes: HistoryChange[]) => {
  const played = await playHistory(streamId, changes, lookups);
  if ('refused' in played) throw new Error(played.why);
  return played;
};

describe('playHistory', () => {
  it('makes the events of the mutations, at the instants and under the actors of the changes', async () => {
    const played = await eventsOf(create, confirm, add);
    expect(played.map(({ change: { command }, version, event }) => [command, version, event.type])).toEqual([
      ['createOrder', 1, 'OrderCreated'],
      ['updateOrderStatus', 2, 'OrderStatusUpdated'],
      ['addOrderItem', 3, 'OrderItemAdded'],
    ]);
    expect(played[0]?.event).toMatchObject({
      recordedAt: Date.UTC(1996, 6, 4, 6),
      actor: 'employee-5',
      schemaVersion: 2,
      subject: 'ALFKI',
    });
    expect(JSON.parse(played[0]?.event.json ?? '')).toMatchObject({
      customerId: 'ALFKI',
      reference: '10248',
      items: [{ productId: 'chai', name: 'Chai', unitPrice: { amount: '18.00', currency: 'USD' } }],
    });
    expect(JSON.parse(played[2]?.event.json ?? '')).toMatchObject({ productId: 'chang', name: 'Chang' });
  });

  it('gives the same changes the same event ids, and others others', async () => {
    const ids = async (...changes: HistoryChange[]) =>
      (await eventsOf(...changes)).map(({ event }) => event.id);
    const first = await ids(create, confirm, add);
    expect(await ids(create, confirm, add)).toEqual(first);
    expect(new Set(first).size).toBe(3);
    const [, other] = await ids(create, change(1, 'cancelOrder', { reason: 'late' }));
    const [elsewhere] = await ids(change(0, 'createOrder', { ...create.input }, '10249'));
    expect(first).not.toContain(other);
    expect(first).not.toContain(elsewhere);
  });

  it('takes all events of one change at one instant, with ids of their own', async () => {
    const update = change(3, 'updateOrder', {
      addItems: [{ productId: 'chang', quantity: 1 }],
      newStatus: 'CONFIRMED',
    });
    const [, ...both] = await eventsOf(create, update);
    expect(both.map(({ version, event }) => [version, event.type])).toEqual([
      [2, 'OrderItemAdded'],
      [3, 'OrderStatusUpdated'],
    ]);
    expect(new Set(both.map(({ event }) => event.correlationId)).size).toBe(1);
    expect(new Set(both.map(({ event }) => event.id)).size).toBe(2);
  });

  it('rolls back to the version that was current at an instant of the history', async () => {
    const back = change(3, 'rollbackOrder', { toTimestamp: '1996-07-04T06:01:30Z' });
    const cancel = change(4, 'cancelOrder', { reason: 'late' });
    const played = await eventsOf(create, confirm, add, back, cancel);
    expect(JSON.parse(played[3]?.event.json ?? '')).toMatchObject({ fromVersion: 3, toVersion: 2 });
    expect(JSON.parse(played[4]?.event.json ?? '')).toEqual({ from: 'CONFIRMED', reason: 'late' });
  });

  it('writes no event for a change that changes nothing', async () => {
    const again = change(5, 'updateOrderStatus', { status: 'CONFIRMED' });
    expect(await eventsOf(create, confirm, again)).toEqual(await eventsOf(create, confirm));
  });

  const skip = change(1, 'updateOrderStatus', { status: 'SHIPPED' });
  const early = { ...confirm, at: create.at - 1 };
  const nobodys = change(0, 'createOrder', { ...create.input, customerId: 'nobody' });
  const unknown = change(0, 'createOrder', { customerId: 'ALFKI', items: [{ productId: 'x', quantity: 1 }] });
  it.each([
    ['a step that the rules forbid', [create, skip], 1, /^Cannot change status from PENDING to SHIPPED/],
    [
      'an instant before that of the change before it',
      [create, early],
      1,
      /^its instant lies before 1996-07-04T06:00/,
    ],
    [
      'another beginning than createOrder',
      [confirm, create],
      0,
      /^updateOrderStatus comes before createOrder/,
    ],
    ['a second createOrder', [create, { ...create, actor: 'other' }], 1, /^The order exists already/],
    ['the same change twice', [create, add, add], 2, /^repeats an earlier line/],
    ['an unknown customer', [nobodys], 0, /^Customer nobody not found/],
    ['an unknown product', [unknown], 0, /^Product x not found/],
    [
      'a stale expected version',
      [create, change(1, 'updateOrderStatus', { status: 'CONFIRMED', expectedVersion: 2 })],
      1,
      /^Expected version 2, but the order is at version 1/,
    ],
    [
      'a reference that is not the order',
      [change(0, 'createOrder', { ...create.input, reference: '7' })],
      0,
      /^input.reference is 7, but the order is 10248/,
    ],
  ])('names the change and refuses the whole order for %s', async (_case, changes, at, why) => {
    expect(await playHistory(streamId, changes, lookups)).toEqual({
      refused: changes[at],
      why: expect.stringMatching(why),
    });
  });
});

describe('historyChange', () => {
  const line = { kind: 'change', order: '1', at: '1996-07-04T08:00:00Z', actor: 'a', command: 'cancelOrder' };
  const input = { reason: 'late' };

  it('takes the fields of a mutation that mean nothing in history', () => {
    const extra = { paymentToken: 'tok', idempotencyKey: 'key', expectedVersion: 3 };
    expect(historyChange.safeParse({ ...line, input: { ...input, ...extra } }).success).toBe(true);
  });

  it.each([
    ['an instant without zone', { at: '1996-07-04T08:00:00' }, 'at'],
    ['a day that is not in the calendar', { at: '1996-02-30T08:00:00Z' }, 'at'],
    ['an instant in the future', { at: '9999-01-01T00:00:00Z' }, 'at'],
    ['an instant before the year 1', { at: '0000-01-01T00:00:00Z' }, 'at'],
    ['a command that is no mutation', { command: 'explode' }, 'command'],
    ['a field that no line has', { colour: 'red' }, ''],
    ['a field that the mutation does not have', { input: { ...input, colour: 'red' } }, 'input'],
    ['an input that the mutation refuses', { input: { reason: ' ' } }, 'input.reason'],
    ['a number for an order', { order: 1 }, 'order'],
    ['an actor with a control character', { actor: 'a\0b' }, 'actor'],
  ])('refuses %s', (_case, change, path) => {
    const { error } = historyChange.safeParse({ ...line, input, ...change });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it('refuses a misspelt price rather than take the catalogue’s', () => {
    const item = { productId: 'chai', quantity: 1, unitprice: { amount: '1.00', currency: 'USD' } };
    const misspelt = { ...line, command: 'addOrderItem', input: { item } };
    expect(historyChange.safeParse(misspelt).success).toBe(false);
  });
});
