import type { ColumnType, Generated } from 'kysely';

/** See sql/migrations/0011_fulfilment.sql. */
interface ProcessTable {
  order_id: string;
  noticed: number;
  version: Generated<number>;
  state: Generated<string>;
  next_step: string | null;
  waiting_since: Date | null;
  /** Written as JSON text. */
  pending: ColumnType<unknown, string | null, string | null>;
  attempts: Generated<number>;
  undecided: Generated<number>;
  faults: Generated<number>;
  last_error: string | null;
  retry_at: Date | null;
  due_at: Date | null;
  lease: string | null;
  leased_until: Date | null;
  updated_at: Generated<Date>;
}

export interface FulfilmentTables {
  'fulfilment.processes': ProcessTable;
}
