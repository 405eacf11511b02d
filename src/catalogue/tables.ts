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

export interface CatalogueTables {
  'master_data.products': ProductTable;
}
