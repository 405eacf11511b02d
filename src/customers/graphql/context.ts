import type { Db } from '../../database/database.js';
import type { RequestContext } from '../../graphql/context.js';
import type { PersonalData } from '../../personal-data/index.js';

/** What the customer resolvers need; made at the composition root. */
export interface CustomersContext extends RequestContext {
  readonly db: Db;
  readonly personalData: PersonalData;
}
