import type { OrderSnapshot } from './domain/state.js';

/** See sql/migrations/0003_orders_read_model.sql and 0006_read_models.sql. */
interface OrderTable {
  order_id: string;
  reference: string | null;
  customer_id: string;
  status: string;
  total: string;
  product_ids: string[];
  created_at: Date;
  updated_at: Date;
  lane: number;
  version: number;
  position: number;
  snapshot: OrderSnapshot;
}

export interface OrderTables {
  'read_model.orders': OrderTable;
}
