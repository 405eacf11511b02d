import type { Generated } from 'kysely';

/** See sql/migrations/0002_master_data.sql. */
export interface ProductTable {
  id: string;
  sku: string;
  name: string;
  /** In the smallest unit of `price_currency`. */
  price_minor: number;
  price_currency: string;
  available: Generated<boolean>;
  stock_level: number;
  reserved: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** See sql/migrations/0010_reservations.sql. */
export interface ReservationTable {
  order_id: string;
  revision: number;
}

export interface ReservedItemTable {
  order_id: string;
  product_id: string;
  reserved: number;
  shipped: number;
}

export interface CatalogueTables {
  'master_data.products': ProductTable;
  'master_data.reservations': ReservationTable;
  'master_data.reserved_items': ReservedItemTable;
}
