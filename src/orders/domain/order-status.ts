/** Each status and who may follow it. A status that nothing follows is final: only a rollback leaves it. */
const FOLLOWERS = {
  PENDING: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['PROCESSING', 'CANCELLED'],
  PROCESSING: ['SHIPPED', 'CANCELLED'],
  SHIPPED: ['DELIVERED'],
  DELIVERED: [],
  CANCELLED: [],
} as const;

export type OrderStatus = keyof typeof FOLLOWERS;

export const ORDER_STATUSES = Object.keys(FOLLOWERS) as readonly OrderStatus[];

export const nextStatuses = (status: OrderStatus): readonly OrderStatus[] => FOLLOWERS[status];
