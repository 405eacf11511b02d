import 'reflect-metadata';
import { OrderEventType, toOrderEvent } from '../orders/index.js';
import { auditTrailResolver } from './graphql/audit-trail-resolver.js';

export { type Audit, createAudit } from './audit.js';
export type { Deed } from './entry.js';
export { auditMutations } from './graphql/audit-mutations.js';
export type { AuditContext } from './graphql/context.js';
export { entryWriter } from './write-entry.js';
export const auditResolvers = [
  auditTrailResolver({ type: OrderEventType, show: (event) => toOrderEvent(event) }),
] as const;
