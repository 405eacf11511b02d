import { describe, expect, it } from 'vitest';
import type { Role } from '../../graphql/context.js';
import type { LiveEvent } from '../../processors/live/live-event.js';
import { type LiveStream, liveStream, type Told } from '../../processors/live/live-stream.js';
import type { LiveOrder } from '../live-orders.js';
import { eventsForCaller, ownOrders, statesForCaller } from './own-orders.js';

const callerWith = (role: Role) => ({ actor: 'ada', roles: new Set([role]) });

function streamOf<Item extends Told>(items: readonly Partial<Item>[]): LiveStream<Item> {
  const left = [...items] as Item[];
  return liveStream(
    async () => {
      const value = left.shift();
      return value ? { done: false, value } : { done: true, value: undefined };
    },
    () => left.splice(0),
  );
}

const all = async <Item>(stream: AsyncIterable<Item>): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
};

describe('to a customer', () => {
  const event = (streamId: string, subject: string | null, type = 'A') =>
    ({ event: { streamId, subject, type } }) as LiveEvent;
  const own = event('ada 1', 'ada');
  const events = [
    own,
    event('ada 1', 'bob'),
    event('bob 1', 'ada'),
    event('bob 1', 'bob'),
    event('ada 2', null),
  ];
  const orders = { isOrderOf: async (id: string, customer: string) => id.startsWith(customer) } as never;

  it('an event is told that is about them, of an order that is theirs, and that they want', async () => {
    const caller = callerWith('customer');
    const asked: object[] = [];
    const told = (wanted: object) =>
      all(
        eventsForCaller(wanted, { caller, orders }, (filter) => {
          asked.push(filter);
          return streamOf(events);
        }),
      );
    expect(await told({})).toEqual([own]);
    expect(await told({ streamIds: ['ada 1', 'bob 1'], types: ['A'] })).toEqual([own]);
    for (const wanted of [{ subject: 'bob' }, { streamIds: ['bob 1'] }, { streamIds: [] }, { types: ['B'] }])
      expect(await told(wanted)).toEqual([]);
    // Whatever is wanted, only events about them are read.
    expect(new Set(asked.map((filter) => (filter as { subject?: string }).subject))).toEqual(
      new Set(['ada']),
    );
    expect(asked.some((filter) => 'streamIds' in filter)).toBe(false);
  });

  it('a state of an order is told as long as the order is theirs', async () => {
    const state = (customerId: string) => ({ order: { state: { customerId } } }) as LiveOrder;
    const states = [state('ada'), state('bob'), { order: { state: null } } as LiveOrder];
    const told = (role: Role) => all(statesForCaller(streamOf(states), { caller: callerWith(role), orders }));
    expect(await told('customer')).toEqual([state('ada')]);
    expect(await told('operator')).toEqual(states);
  });

  it('a list is of own orders, and of none where others’ are asked for', () => {
    const caller = callerWith('customer');
    expect(ownOrders({ reference: 'x' }, caller)).toEqual({ reference: 'x', customerId: 'ada' });
    expect(ownOrders({ customerId: 'ada' }, caller)).toEqual({ customerId: 'ada' });
    expect(ownOrders({ customerId: 'bob' }, caller)).toBeUndefined();
    expect(ownOrders({ customerId: 'bob' }, callerWith('operator'))).toEqual({ customerId: 'bob' });
  });
});
