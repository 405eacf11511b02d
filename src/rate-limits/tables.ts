import type { Generated } from 'kysely';

/** See sql/migrations/0015_rate_limits.sql; read and written by rate-limiter-flexible alone. */
interface Spent {
  key: string;
  points: Generated<number>;
  expire: number | null;
}

export interface RateLimitTables {
  'rate_limits.spent': Spent;
}
