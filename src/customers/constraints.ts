import { type Rejection, reject } from '../event-sourcing/errors.js';
import { violatedConstraint } from '../master-data/index.js';
import type { Customer } from './customer.js';

/** Why the database refused the customer. Throws the error again where no rule caused it. */
export function refusalOf(error: unknown, { id }: Customer): Rejection {
  switch (violatedConstraint(error)) {
    case 'customers_pkey':
      return reject('BUSINESS_RULE_ERROR', `Customer ${id} already exists`);
    default:
      throw error;
  }
}
