import { sql } from 'kysely';
import type { Db } from '../database/database.js';

/** Products of which something else is reserved than orders hold together, all read at one moment. */
export async function stockMismatches(db: Db): Promise<readonly object[]> {
  const { rows } = await sql<object>`
    select p.id, p.stock_level, p.reserved, coalesce(i.reserved, 0) as held
    from master_data.products p left join (
      select product_id, sum(reserved) as reserved from master_data.reserved_items group by product_id
    ) as i on i.product_id = p.id
    where p.reserved <> coalesce(i.reserved, 0)`.execute(db);
  return rows;
}
