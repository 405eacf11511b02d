import { z } from 'zod';
import { isSealed } from '../personal-data/index.js';
import { entityId, optional, text, textOfLines } from '../validation/index.js';

const name = text(200);
const email = text(254).regex(/^[^\s@]+@[^\s@]+$/, { error: 'must be an email address' });
const active = optional(z.boolean());

/** Or sealed already, as exports write what is personal. */
const orSealed = (inClear: z.ZodType<string>) =>
  z.string({ error: 'must be a string' }).superRefine((value, { addIssue }) => {
    if (isSealed(value)) return;
    for (const { message } of inClear.safeParse(value).error?.issues ?? []) addIssue(message);
  });

/** A customer as history files and exports write it. */
export const customerRecord = z.object({
  id: entityId,
  name: orSealed(name),
  email: orSealed(email),
  active: active.transform((given) => given ?? true),
});

export const newCustomer = z.object({ id: optional(entityId), name, email });

export const customerErasure = z.object({ customerId: entityId, reason: textOfLines(1_000) });

export const customerUpdate = z.object({
  id: entityId,
  name: optional(name),
  email: optional(email),
  active,
});
