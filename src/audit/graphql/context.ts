import type { RequestContext } from '../../graphql/context.js';
import type { PersonalData } from '../../personal-data/index.js';
import type { Audit } from '../audit.js';

export interface AuditContext extends RequestContext {
  readonly audit: Audit;
  readonly personalData: PersonalData;
}
