import { registerEnumType } from 'type-graphql';
import { ORDER_STATUSES } from '../domain/order-status.js';

/** `domain/order-status.ts` as GraphQL knows it. */
export const OrderStatusEnum = Object.fromEntries(ORDER_STATUSES.map((status) => [status, status]));

registerEnumType(OrderStatusEnum, {
  name: 'OrderStatus',
  description:
    'PENDING → CONFIRMED → PROCESSING → SHIPPED → DELIVERED. Until SHIPPED an order may become CANCELLED. Only a rollback leaves DELIVERED and CANCELLED.',
});
