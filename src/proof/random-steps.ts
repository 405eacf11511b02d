import fc from 'fast-check';

export const often = <Kind extends string>(weights: Readonly<Record<Kind, number>>): fc.Arbitrary<Kind> =>
  fc.constantFrom(
    ...(Object.keys(weights) as Kind[]).flatMap((kind) => Array<Kind>(weights[kind]).fill(kind)),
  );

const few = fc.integer({ min: 1, max: 9 });
/** More than there is of the fifth product, and now and then of any. */
const wanted = fc.oneof({ weight: 12, arbitrary: few }, { weight: 1, arbitrary: fc.constantFrom(500, 501) });
const quantity = fc.oneof({ weight: 12, arbitrary: few }, { weight: 1, arbitrary: fc.constant(1_000_000) });

/** Of those that are offered alike, mostly; the others are dear in yen, scarce, or not there. */
const product = fc.oneof({ weight: 8, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(6) });

const kind = often({
  createOrder: 1,
  addOrderItem: 6,
  removeOrderItem: 3,
  changeOrderItemQuantity: 4,
  updateOrderStatus: 3,
  updateOrder: 3,
  cancelOrder: 1,
  rollbackOrder: 9,
  changeProduct: 2,
  repeat: 3,
  reuse: 1,
});

/** A step as free choices: what they come to depends on what is there, so that a shorter walk makes sense too. */
const step = fc.record({
  kind,
  order: fc.nat(99),
  items: fc.array(fc.record({ product, quantity: wanted }), { minLength: 1, maxLength: 3 }),
  product,
  quantity,
  status: fc.nat(17),
  version: fc.nat(9_999),
  aim: often({ version: 12, instant: 8, neither: 1, both: 1 }),
  expected: often({ none: 24, right: 10, stale: 2, ahead: 1 }),
  keyed: fc.boolean(),
});

export type OrderStep = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What may be done to a few orders, one after the other. */
export const orderSteps = fc.array(step, { minLength: 1, maxLength: 150, size: 'max' });
