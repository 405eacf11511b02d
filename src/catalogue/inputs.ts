import { z } from 'zod';
import { moneyInput } from '../money/index.js';
import { entityId, integer, largestInt, optional, text } from '../validation/index.js';

const sku = text(64);
const name = text(200);

/** A product as history files write it. */
export const productRecord = z.object({
  id: entityId,
  sku,
  name,
  price: moneyInput,
  stockLevel: integer(0, largestInt),
  available: optional(z.boolean()).transform((available) => available ?? true),
});

export const newProduct = productRecord.extend({ id: optional(entityId) });

export const productUpdate = z.object({
  id: entityId,
  name: optional(name),
  price: optional(moneyInput),
  available: optional(z.boolean()),
});

export const stockAdjustment = z.object({
  productId: entityId,
  delta: integer(-largestInt, largestInt),
  reason: optional(text(200)),
});
