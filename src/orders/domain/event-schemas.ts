import type { EventSchema } from '../../event-sourcing/event-schema.js';
import { formatMoney } from '../../money/money.js';
import type { OrderCreated, OrderEvent } from './events.js';
import { lineOf, totalOfLines } from './order-line.js';

/** The stored shapes of every order event. A new shape adds its upcaster here, at the end of its list. */
export const orderEventSchemas: Readonly<Record<OrderEvent['type'], EventSchema>> = {
  OrderCreated: { upcasters: [addTotalAmount] },
  OrderItemAdded: { upcasters: [] },
  OrderItemRemoved: { upcasters: [] },
  OrderItemQuantityChanged: { upcasters: [] },
  OrderStatusUpdated: { upcasters: [] },
  OrderCancelled: { upcasters: [] },
  OrderRolledBack: { upcasters: [] },
  PaymentRequested: { upcasters: [] },
  StockReserved: { upcasters: [] },
  StockReleased: { upcasters: [] },
  StockShipped: { upcasters: [] },
  StockReservationFailed: { upcasters: [] },
  PaymentAuthorized: { upcasters: [] },
  PaymentDeclined: { upcasters: [] },
  PaymentCaptured: { upcasters: [] },
  PaymentVoided: { upcasters: [] },
  PaymentRefunded: { upcasters: [] },
  FulfilmentPaused: { upcasters: [] },
  FulfilmentResumed: { upcasters: [] },
  FulfilmentSettled: { upcasters: [] },
};

type OrderCreatedV1 = Omit<OrderCreated['data'], 'totalAmount'>;

function addTotalAmount(data: OrderCreatedV1): OrderCreated['data'] {
  return { ...data, totalAmount: formatMoney(totalOfLines(data.items.map(lineOf))) };
}
