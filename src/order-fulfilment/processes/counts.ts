import { sql } from 'kysely';
import type { Db } from '../../database/database.js';
import type { ProcessState } from '../../orders/index.js';

export interface ProcessCount {
  readonly state: ProcessState;
  readonly orders: number;
  /** Of those that wait for somebody the longest; else 0. */
  readonly oldestWaitSeconds: number;
}

/** Of the orders that are not completed, by state. */
export async function countProcesses(db: Db): Promise<readonly ProcessCount[]> {
  const { rows } = await sql<ProcessCount>`
    select state, count(*) as orders,
      coalesce(extract(epoch from now() - min(waiting_since)), 0)::float as "oldestWaitSeconds"
    from fulfilment.processes where state in ('RUNNING', 'WAITING', 'SETTLED') group by state`.execute(db);
  return rows;
}
