import { type Rejection, reject } from '../event-sourcing/errors.js';
import { violatedConstraint } from '../master-data/index.js';
import type { ProductDraft } from './product.js';

/** Why the database refused the product. Throws the error again where no rule of the catalogue caused it. */
export function refusalOf(error: unknown, { id, sku, stockLevel }: ProductDraft): Rejection {
  switch (violatedConstraint(error)) {
    case 'products_pkey':
      return reject('BUSINESS_RULE_ERROR', `Product ${id} already exists`);
    case 'products_sku_key':
      return reject('BUSINESS_RULE_ERROR', `SKU ${sku} belongs to another product`);
    case 'products_reserved_check':
      return reject('BUSINESS_RULE_ERROR', `Product ${id} has more reserved than a stock of ${stockLevel}`);
    default:
      throw error;
  }
}
