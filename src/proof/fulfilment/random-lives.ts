import fc from 'fast-check';
import { often } from '../random-steps.js';

const changes = {
  addOrderItem: 4,
  removeOrderItem: 1,
  changeOrderItemQuantity: 4,
  updateOrder: 1,
  payOrder: 3,
  cancelOrder: 1,
  updateOrderStatus: 9,
  rollbackOrder: 5,
  retryFulfilment: 1,
};
const others = { settleFulfilment: 1, restartGateway: 1, wait: 9 };

/** A step as free choices: what they come to depends on how the order stands. */
const step = <Kind extends string>(weights: Readonly<Record<Kind, number>>) =>
  fc.record({
    kind: often(weights),
    product: fc.nat(3),
    quantity: fc.integer({ min: 1, max: 5 }),
    token: fc.nat(99),
    version: fc.nat(9_999),
  });

type ValueOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const change = step(changes);
/** A change that a customer asks for. */
export type Change = ValueOf<typeof change>;

const anyStep = step({ ...changes, ...others });
type Step = ValueOf<typeof anyStep>;

/** Shipped if that can be, and paid; then it is again as it was created. */
const shippedInVain = (
  ['wait', 'updateOrderStatus', 'updateOrderStatus', 'wait', 'rollbackOrder'] as const
).map((kind): Step => ({ kind, product: 0, quantity: 1, token: 0, version: 0 }));

/** What is done to an order one after the other, by customers and by others. */
const life = fc.record({
  /** Whether it is paid when it is created. */
  paid: fc.boolean(),
  steps: fc
    .tuple(fc.array(anyStep, { minLength: 8, maxLength: 24, size: 'max' }), fc.boolean())
    .map(([steps, inVain]) => (inVain ? [...steps, ...shippedInVain] : steps)),
});
export type Life = ValueOf<typeof life>;

/** Of so many orders. */
export const lives = (count: number): fc.Arbitrary<Life[]> =>
  fc.array(life, { minLength: count, maxLength: count, size: 'max' });

/** So many. */
export const changesAtOnce = (count: number): fc.Arbitrary<Change[]> =>
  fc.array(change, { minLength: count, maxLength: count, size: 'max' });
