import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRejection } from '../../event-sourcing/errors.js';
import { historyOf, snapshotOf } from '../../testing/given-when-then.js';
import { allowedCommands } from './allowed-commands.js';
import type { CreateOrder, OrderCommand, PricedItem } from './commands.js';
import { decide } from './decide.js';
import type { OrderEvent } from './events.js';
import { STEP_KINDS } from './fulfilment/events.js';
import { orderDecider } from './order-decider.js';
import { ORDER_STATUSES } from './order-status.js';
import type { OrderSnapshot } from './state.js';

const item = (productId: string, quantity = 1): PricedItem => ({
  productId,
  name: `Some ${productId}`,
  quantity,
  unitPrice: { minor: 250, currency: 'USD' },
  offer: null,
});
const create: CreateOrder = {
  type: 'CreateOrder',
  customer: { id: 'ada', active: true },
  reference: null,
  items: [item('tea'), item('jam')],
  paymentToken: 'card',
};
const sent = (['CONFIRMED', 'PROCESSING', 'SHIPPED'] as const).map(
  (status): OrderCommand => ({ type: 'UpdateOrderStatus', status }),
);
const PRODUCTS = ['tea', 'jam', 'oil'];

/** Arguments enough for each command that it can change any order that it may change. */
const attempts = ({ version }: OrderSnapshot): Record<string, OrderCommand[]> => ({
  addOrderItem: PRODUCTS.map((id) => ({ type: 'AddOrderItem', item: item(id) })),
  removeOrderItem: PRODUCTS.map((productId) => ({ type: 'RemoveOrderItem', productId })),
  changeOrderItemQuantity: PRODUCTS.flatMap((productId) =>
    [1, 2].map((quantity) => ({ type: 'ChangeOrderItemQuantity', productId, quantity })),
  ),
  updateOrderStatus: ORDER_STATUSES.map((status) => ({ type: 'UpdateOrderStatus', status })),
  updateOrder: ORDER_STATUSES.map((newStatus) => ({
    type: 'UpdateOrder',
    removeItems: [],
    addItems: [],
    newStatus,
  })),
  cancelOrder: [{ type: 'CancelOrder', reason: null }],
  payOrder: ['card', 'other'].map((paymentToken) => ({ type: 'PayOrder', paymentToken })),
  retryFulfilment: [{ type: 'RetryFulfilment', reason: 'again' }],
  settleFulfilment: [{ type: 'SettleFulfilment', outcome: 'NOT_DONE', reference: null, reason: 'by phone' }],
  rollbackOrder: Array.from({ length: version + 2 }, (_, toVersion) => ({
    type: 'RollbackOrder',
    toVersion,
    reason: null,
  })),
});

/** What nobody asks for, but what decides who has to act. */
const OUTSIDE: readonly OrderCommand[] = STEP_KINDS.map((step) => ({
  ...{ type: 'PauseFulfilment', step, operation: null, attempts: 6, error: 'no answer' },
}));

const changes = (command: OrderCommand, current: OrderSnapshot): boolean => {
  const decision = decide(command, current);
  return !isRejection(decision) && decision.length > 0;
};

/** Random histories: each number picks one of the commands that could come next. */
const histories = fc.array(fc.nat(), { maxLength: 20 }).map((picks) => {
  let history: readonly OrderEvent[] = historyOf(orderDecider, create);
  for (const pick of picks) {
    const current = snapshotOf(orderDecider, history);
    const next = [...Object.values(attempts(current)).flat(), ...OUTSIDE, ...OUTSIDE, ...OUTSIDE].filter(
      (command) => changes(command, current),
    );
    const command = next[pick % next.length];
    const decision = command ? decide(command, current) : [];
    if (!isRejection(decision)) history = [...history, ...decision];
  }
  return history;
});

const notWaiting = 'The fulfilment of this order does not wait for anybody';
const nothingToSettle = 'No step of this order waits to be settled';

describe('allowed commands', () => {
  it('are those that decide lets change the order, in every history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const current = snapshotOf(orderDecider, history);
        const possible = Object.entries(attempts(current)).map(([name, commands]) => [
          name,
          commands.some((command) => changes(command, current)),
        ]);
        expect(allowedCommands(current).map(({ name, allowed }) => [name, allowed])).toEqual(possible);
      }),
    );
  });

  it('of updateOrderStatus are the statuses that decide takes, in every history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const current = snapshotOf(orderDecider, history);
        const possible = ORDER_STATUSES.filter((status) =>
          changes({ type: 'UpdateOrderStatus', status }, current),
        );
        const update = allowedCommands(current).find(({ name }) => name === 'updateOrderStatus');
        expect(new Set(update?.statuses)).toEqual(new Set(possible));
      }),
    );
  });

  it('come with the reason where they are not', () => {
    const shipped = historyOf(orderDecider, create, ...sent);
    const frozen = 'Items can change only while the order is PENDING or CONFIRMED. It is SHIPPED';
    expect(allowedCommands(snapshotOf(orderDecider, shipped))).toEqual([
      { name: 'addOrderItem', allowed: false, reason: frozen },
      { name: 'removeOrderItem', allowed: false, reason: frozen },
      { name: 'changeOrderItemQuantity', allowed: false, reason: frozen },
      { name: 'updateOrderStatus', allowed: true, reason: null, statuses: ['DELIVERED'] },
      { name: 'updateOrder', allowed: true, reason: null },
      {
        name: 'cancelOrder',
        allowed: false,
        reason: 'Cannot change status from SHIPPED to CANCELLED. Allowed: DELIVERED',
      },
      { name: 'payOrder', allowed: true, reason: null },
      { name: 'retryFulfilment', allowed: false, reason: notWaiting },
      { name: 'settleFulfilment', allowed: false, reason: nothingToSettle },
      { name: 'rollbackOrder', allowed: true, reason: null },
    ]);
  });

  it('say why a new order cannot be rolled back, and its last item not be removed', () => {
    const history = historyOf(orderDecider, { ...create, items: [item('tea')] });
    const refused = allowedCommands(snapshotOf(orderDecider, history)).filter(({ allowed }) => !allowed);
    expect(refused.map(({ name, reason }) => [name, reason])).toEqual([
      ['removeOrderItem', 'The last item cannot be removed. Add another one first, or cancel the order'],
      ['retryFulfilment', notWaiting],
      ['settleFulfilment', nothingToSettle],
      ['rollbackOrder', 'Version 1 is the current version, there is nothing to undo'],
    ]);
  });

  it('say that a cancelled order is not paid any more', () => {
    const history = historyOf(orderDecider, create, { type: 'CancelOrder', reason: null });
    const pay = allowedCommands(snapshotOf(orderDecider, history)).find(({ name }) => name === 'payOrder');
    const reason = 'Nothing is paid for a cancelled order. CANCELLED is final, only a rollback leaves it';
    expect(pay).toEqual({ name: 'payOrder', allowed: false, reason });
  });

  it('of a step that waits are to retry and to settle it, and of one that was settled to retry it', () => {
    const waits: OrderCommand = {
      ...{ type: 'PauseFulfilment', step: 'SHIP_STOCK', operation: null, attempts: 6, error: 'no answer' },
    };
    const settle: OrderCommand = {
      ...{ type: 'SettleFulfilment', outcome: 'NOT_DONE', reference: null, reason: 'by phone' },
    };
    const forWaiting = (...commands: OrderCommand[]) =>
      allowedCommands(snapshotOf(orderDecider, historyOf(orderDecider, create, ...sent, ...commands)))
        .filter(({ name }) => name.endsWith('Fulfilment'))
        .map(({ allowed, reason }) => [allowed, reason]);
    expect(forWaiting(waits)).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(forWaiting(waits, settle)).toEqual([
      [true, null],
      [false, nothingToSettle],
    ]);
  });

  it('are none where there is no order', () => {
    const commands = allowedCommands(snapshotOf(orderDecider, []));
    expect(commands).toHaveLength(10);
    for (const command of commands) {
      expect(command).toMatchObject({ allowed: false, reason: 'Order not found' });
    }
  });
});
