import type { Generated } from 'kysely';

/** See sql/migrations/0002_master_data.sql. */
export interface CustomerTable {
  id: string;
  name: string;
  email: string;
  active: Generated<boolean>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface CustomerTables {
  'master_data.customers': CustomerTable;
}
