import type { Generated } from 'kysely';

interface Entries {
  id: string;
  at: Generated<Date>;
  actor: string;
  roles: string[];
  source: string | null;
  request_id: string | null;
  correlation_id: string | null;
  action: string;
  order_id: string | null;
  subject: string | null;
  outcome: string;
  message: string | null;
  times: number;
}

export interface AuditTables {
  'audit.entries': Entries;
}
