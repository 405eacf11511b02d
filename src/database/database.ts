import type { Kysely } from 'kysely';
import type { AuditTables } from '../audit/tables.js';
import type { CatalogueTables } from '../catalogue/tables.js';
import type { CustomerTables } from '../customers/tables.js';
import type { EventStoreTables } from '../event-store/tables.js';
import type { FulfilmentTables } from '../order-fulfilment/tables.js';
import type { OrderTables } from '../orders/tables.js';
import type { PersonalDataTables } from '../personal-data/tables.js';
import type { RateLimitTables } from '../rate-limits/tables.js';

/** All tables of the database. One composed type, since `Kysely<A & B>` is not assignable to `Kysely<A>`. */
export interface Database
  extends EventStoreTables,
    CatalogueTables,
    CustomerTables,
    OrderTables,
    FulfilmentTables,
    AuditTables,
    PersonalDataTables,
    RateLimitTables {}

export type Db = Kysely<Database>;
