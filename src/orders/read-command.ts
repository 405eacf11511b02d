import { isRejection, type Rejection, reject } from '../event-sourcing/errors.js';
import type { OrderCommand, PricedItem, RollbackOrder } from './domain/commands.js';
import { unclearRollbackPoint } from './domain/rollback.js';
import type { ChangeInput, ChangeName, ItemInput } from './inputs.js';
import type { Lookups } from './lookups.js';

type Reader<Name extends ChangeName> = (
  input: ChangeInput<Name>,
  lookups: Lookups,
  orderId: string,
) => Promise<OrderCommand | Rejection> | OrderCommand | Rejection;

/** Turns the input of each mutation into its command, looking up what the input only names. */
const readers: { readonly [Name in ChangeName]: Reader<Name> } = {
  async createOrder({ customerId, items, reference = null, paymentToken = null }, lookups) {
    if (paymentToken !== null && !lookups.takesPayments) return noGateway;
    const customer = await lookups.customer(customerId);
    if (!customer) return reject('NOT_FOUND', `Customer ${customerId} not found`);
    const priced = await priceItems(items, lookups);
    return isRejection(priced)
      ? priced
      : { type: 'CreateOrder', customer, reference, items: priced, paymentToken };
  },
  async addOrderItem({ item }, lookups) {
    const priced = await priceItems([item], lookups);
    return isRejection(priced) ? priced : { type: 'AddOrderItem', item: priced[0] as PricedItem };
  },
  async updateOrder({ removeItems = [], addItems = [], newStatus = null }, lookups) {
    const priced = await priceItems(addItems, lookups);
    return isRejection(priced) ? priced : { type: 'UpdateOrder', removeItems, addItems: priced, newStatus };
  },
  rollbackOrder: readRollback,
  removeOrderItem: ({ productId }) => ({ type: 'RemoveOrderItem', productId }),
  changeOrderItemQuantity: ({ productId, quantity }) => ({
    type: 'ChangeOrderItemQuantity',
    productId,
    quantity,
  }),
  updateOrderStatus: ({ status }) => ({ type: 'UpdateOrderStatus', status }),
  cancelOrder: ({ reason }) => ({ type: 'CancelOrder', reason }),
  payOrder: ({ paymentToken }, { takesPayments }) =>
    takesPayments ? { type: 'PayOrder', paymentToken } : noGateway,
  retryFulfilment: ({ reason }) => ({ type: 'RetryFulfilment', reason }),
  settleFulfilment: ({ outcome, reference = null, reason }) => ({
    type: 'SettleFulfilment',
    outcome,
    reference,
    reason,
  }),
};

/** Refuses every payment where nobody could be asked for it. */
export const noGateway = reject(
  'BUSINESS_RULE_ERROR',
  'No payment gateway is set up here: set PAYMENT_GATEWAY_URL, or leave paymentToken out',
);

export async function readCommand<Name extends ChangeName>(
  name: Name,
  input: ChangeInput<Name>,
  lookups: Lookups,
  orderId: string,
): Promise<OrderCommand | Rejection> {
  return readers[name](input, lookups, orderId);
}

/** Where an instant is given, the version that was current then. */
export async function readRollback(
  { toVersion, toTimestamp, reason }: ChangeInput<'rollbackOrder'>,
  lookups: Pick<Lookups, 'versionAt'>,
  orderId: string,
): Promise<RollbackOrder | Rejection> {
  const unclear = unclearRollbackPoint({ toVersion, toTimestamp });
  if (unclear) return unclear;
  const rollback = { type: 'RollbackOrder', reason: reason ?? null } as const;
  if (toVersion !== undefined) return { ...rollback, toVersion };
  const instant = (toTimestamp as Date).getTime();
  return { ...rollback, toVersion: await lookups.versionAt(orderId, instant), toTimestamp: instant };
}

/** Prices come from the catalogue unless the input overrides them. */
async function priceItems(items: readonly ItemInput[], lookups: Lookups): Promise<PricedItem[] | Rejection> {
  const offers = await lookups.products([...new Set(items.map((item) => item.productId))]);
  const unknown = items.find((item) => !offers.has(item.productId));
  if (unknown) return reject('NOT_FOUND', `Product ${unknown.productId} not found`);
  return items.map(({ productId, quantity, unitPrice }) => {
    const offer = offers.get(productId) as NonNullable<ReturnType<typeof offers.get>>;
    return { productId, quantity, ...offer, unitPrice: unitPrice ?? offer.unitPrice };
  });
}
