import { describe, expect, it } from 'vitest';
import { linesOf, reservationOf } from './reservation.js';

const item = (productId: string, quantity: number) => ({ productId, quantity });
const line = (productId: string, reserved: number, shipped: number) => ({ productId, reserved, shipped });

describe('the lines of a reservation', () => {
  it('are in the order of their first mention, what is reserved before what was shipped', () => {
    const change = { reserved: [item('z', 1), item('a', 2)], shipped: [item('b', 3), item('a', 4)] };
    expect(linesOf(change)).toEqual([line('z', 1, 0), line('a', 2, 4), line('b', 0, 3)]);
  });

  it('add up what is mentioned twice', () => {
    expect(linesOf({ reserved: [item('a', 1), item('a', 2)], shipped: [] })).toEqual([line('a', 3, 0)]);
  });
});

describe('a reservation of lines', () => {
  it('has its items in the order of product ids, byte by byte, without what is zero', () => {
    const lines = [line('b', 1, 0), line('a-9', 2, 1), line('a-10', 0, 0), line('B', 3, 2), line('', 0, 0)];
    expect(reservationOf('order', 7, lines)).toEqual({
      orderId: 'order',
      revision: 7,
      reserved: [item('B', 3), item('a-9', 2), item('b', 1)],
      shipped: [item('B', 2), item('a-9', 1)],
    });
  });
});
