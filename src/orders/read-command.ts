import { isRejection, type Rejection, reject } from '../event-sourcing/errors.js';
import { erased, type PersonalData } from '../personal-data/index.js';
import type { OrderCommand, PricedItem, RollbackOrder } from './domain/commands.js';
import { unclearRollbackPoint } from './domain/rollback.js';
import { orderNotFound } from './domain/rules.js';
import type { ChangeInput, ChangeName, ItemInput } from './inputs.js';
import type { Lookups } from './lookups.js';
import { customerNotFound } from './ownership.js';
import { sealTexts, textsOf } from './seal-texts.js';

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
    if (!customer) return customerNotFound(customerId);
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

/** The command that an input asks for. What it says of the customer is sealed from here on. */
export async function readCommand<Name extends ChangeName>(
  name: Name,
  input: ChangeInput<Name>,
  lookups: Lookups,
  orderId: string,
): Promise<OrderCommand | Rejection> {
  const command = await readers[name](input, lookups, orderId);
  if (isRejection(command) || !hasTexts(command)) return command;
  const customerId = await customerOf(command, orderId, lookups);
  return customerId === undefined ? orderNotFound : sealTexts(command, customerId, lookups);
}

/**
 * Why nobody can tell any more whether a command with texts of its customer is the one that its idempotency key stands
 * for: what is left of that one was sealed with a key that is destroyed. Undefined where it can be told.
 */
export async function unrecognisable(
  command: OrderCommand,
  lookups: Pick<Lookups, 'customerOf'> & Pick<PersonalData, 'erasureOf'>,
  orderId: string,
): Promise<Rejection | undefined> {
  const customerId = hasTexts(command) ? await customerOf(command, orderId, lookups) : undefined;
  const erasure = customerId === undefined ? null : await lookups.erasureOf(customerId);
  return erasure
    ? erased(erasure, '. Whether the idempotency key was used before with this very input is forgotten, too')
    : undefined;
}

const hasTexts = (command: OrderCommand): boolean => Object.keys(textsOf(command)).length > 0;

const customerOf = async (
  command: OrderCommand,
  orderId: string,
  lookups: Pick<Lookups, 'customerOf'>,
): Promise<string | undefined> =>
  command.type === 'CreateOrder' ? command.customer.id : lookups.customerOf(orderId);

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
