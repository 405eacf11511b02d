import { z } from 'zod';
import { entityId, optional, text } from '../validation/index.js';

const name = text(200);
const email = text(254).regex(/^[^\s@]+@[^\s@]+$/, { error: 'must be an email address' });
const active = optional(z.boolean());

/** A customer as history files write it. */
export const customerRecord = z.object({
  id: entityId,
  name,
  email,
  active: active.transform((given) => given ?? true),
});

export const newCustomer = z.object({ id: optional(entityId), name, email });

export const customerUpdate = z.object({
  id: entityId,
  name: optional(name),
  email: optional(email),
  active,
});
