import { describe, expect, it } from 'vitest';
import { skippedBy, skippedVersions } from '../../event-sourcing/lineage.js';
import { historyOf, instantOf, snapshotOf, specificationOf } from '../../testing/given-when-then.js';
import type { OrderCommand, PricedItem } from './commands.js';
import type { OrderEvent } from './events.js';
import { orderDecider } from './order-decider.js';
import { itemData } from './order-line.js';
import { decideRollback, unclearRollbackPoint } from './rollback.js';

const given = specificationOf(orderDecider);

const NO_EVENTS = 'No events found for the specified rollback point';

const item = (productId: string): PricedItem => ({
  productId,
  name: `Some ${productId}`,
  quantity: 1,
  unitPrice: { minor: 250, currency: 'USD' },
  offer: null,
});
const add = (productId: string): OrderCommand => ({ type: 'AddOrderItem', item: item(productId) });
const to = (toVersion: number): OrderCommand => ({ type: 'RollbackOrder', toVersion, reason: 'Wrong' });
const added = (productId: string): OrderEvent => ({
  type: 'OrderItemAdded',
  data: itemData(item(productId)),
});
const rolledBack = (fromVersion: number, toVersion: number): OrderEvent => ({
  type: 'OrderRolledBack',
  data: { fromVersion, toVersion, reason: 'Wrong', toTimestamp: null },
});
const skippedMessage = (version: number, skipped: string) =>
  `Cannot rollback to version ${version} because it was skipped by a previous rollback. ` +
  `Skipped versions: ${skipped}`;

const SEVEN = historyOf(
  orderDecider,
  { type: 'CreateOrder', customer: { id: 'ada', active: true }, reference: '10248', items: [item('tea')] },
  add('jam'),
  { type: 'ChangeOrderItemQuantity', productId: 'tea', quantity: 9 },
  { type: 'UpdateOrderStatus', status: 'CONFIRMED' },
  { type: 'RemoveOrderItem', productId: 'jam' },
  { type: 'UpdateOrderStatus', status: 'PROCESSING' },
  { type: 'CancelOrder', reason: 'Too late' },
);
const stateAt = (version: number, history = SEVEN) =>
  snapshotOf(orderDecider, history.slice(0, version)).state;

describe('the rollback of an order with versions 1 to 7', () => {
  const at8 = given(...SEVEN)
    .when(to(4))
    .thenEvents(rolledBack(7, 4));
  const at9 = at8.when(add('oil')).thenEvents(added('oil'));
  const at10 = at9.when(to(8)).thenEvents(rolledBack(9, 8));
  const at11 = at10.when(to(3)).thenEvents(rolledBack(10, 3));

  it('to 4 is version 8: the order is as at 4, and 5 to 7 are skipped', () => {
    const { version, state, rollbacks, recordedAt } = at8.snapshot();
    expect({ version, recordedAt }).toEqual({ version: 8, recordedAt: instantOf(8) });
    expect(state).toEqual(stateAt(4));
    expect(state).toMatchObject({ status: 'CONFIRMED', lines: [{ quantity: 9 }, { productId: 'jam' }] });
    expect(skippedVersions(rollbacks)).toEqual([5, 6, 7]);
  });

  it('to 6, skipped by then, is refused', () => {
    at8.when(to(6)).thenRefused('VALIDATION_ERROR', skippedMessage(6, '5, 6, 7'));
  });

  it('leaves 6 as it was, undone by 8', () => {
    expect(stateAt(6)?.status).toBe('PROCESSING');
    expect(skippedBy(6, at8.snapshot().rollbacks)).toBe(8);
    expect(skippedBy(4, at8.snapshot().rollbacks)).toBeNull();
  });

  it('to 8, the current version, is refused', () => {
    at8
      .when(to(8))
      .thenRefused('VALIDATION_ERROR', 'Version 8 is the current version, there is nothing to undo');
  });

  it('to 8, after an item was added, is version 10: a rollback is a target like any other', () => {
    const { version, state, rollbacks } = at10.snapshot();
    expect(version).toBe(10);
    expect(state).toEqual(at8.snapshot().state);
    expect(at9.snapshot().state?.lines).toHaveLength(3);
    expect(skippedVersions(rollbacks)).toEqual([5, 6, 7, 9]);
    at10.when(to(9)).thenRefused('VALIDATION_ERROR', skippedMessage(9, '5, 6, 7, 9'));
  });

  it('to 3 is version 11, and 4 to 10 are skipped', () => {
    const { version, state, rollbacks } = at11.snapshot();
    expect(version).toBe(11);
    expect(state).toEqual(stateAt(3));
    expect(skippedVersions(rollbacks)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    at11.when(to(8)).thenRefused('VALIDATION_ERROR', skippedMessage(8, '4, 5, 6, 7, 8, 9, 10'));
  });

  it.each([0, 99, -1, 2 ** 31, 2 ** 53, 1.5, Number.NaN])('to %d is refused', (version) => {
    at11.when(to(version)).thenRefused('VALIDATION_ERROR', NO_EVENTS);
  });

  it('to an instant keeps the instant that was asked for', () => {
    given(...SEVEN)
      .when({
        type: 'RollbackOrder',
        toVersion: 4,
        reason: null,
        toTimestamp: Date.UTC(2024, 0, 1, 12, 3, 30),
      })
      .thenEvents({
        type: 'OrderRolledBack',
        data: { fromVersion: 7, toVersion: 4, reason: null, toTimestamp: '2024-01-01T12:03:30.000Z' },
      });
  });

  it('to an instant that a later event has been recorded before undoes nothing', () => {
    given(...SEVEN)
      .when({ type: 'RollbackOrder', toVersion: 6, reason: null, toTimestamp: instantOf(7) })
      .thenRefused('VALIDATION_ERROR', 'Version 7 is the current version, there is nothing to undo');
  });

  it('may go back to the same version again', () => {
    at8.when(to(4)).thenEvents(rolledBack(8, 4));
  });

  it('leaves even a final status, and the order can change again', () => {
    expect(stateAt(7)?.status).toBe('CANCELLED');
    at8.when(add('oil')).thenEvents(added('oil'));
  });

  it('never forgets customer, reference and the instant of creation', () => {
    for (const order of [at8, at10, at11]) {
      expect(order.snapshot().state).toMatchObject({
        customerId: 'ada',
        reference: '10248',
        createdAt: instantOf(1),
      });
    }
  });

  it('is decided by the function that the preview asks', () => {
    expect(decideRollback(3, at10.snapshot())).toEqual({ fromVersion: 10, toVersion: 3 });
    expect(decideRollback(9, at10.snapshot())).toMatchObject({ message: skippedMessage(9, '5, 6, 7, 9') });
  });
});

describe('the point of a rollback', () => {
  it('is a version or an instant', () => {
    expect(unclearRollbackPoint({ toVersion: 0 })).toBeUndefined();
    expect(unclearRollbackPoint({ toVersion: null, toTimestamp: 0 })).toBeUndefined();
  });

  it.each([{}, { toVersion: null, toTimestamp: null }, { toVersion: 1, toTimestamp: 0 }])(
    'is not %o',
    (point) => {
      expect(unclearRollbackPoint(point)).toEqual({
        rejected: true,
        code: 'VALIDATION_ERROR',
        message: 'Either toVersion or toTimestamp must be provided',
      });
    },
  );
});
