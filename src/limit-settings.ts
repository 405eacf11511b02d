import { z } from 'zod';
import { defaultLimits } from './graphql/limits/operation-limits.js';

/** A whole number of so many at the least, and of ten digits at the most. */
const whole = (byDefault: number, least = 1) =>
  z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= least, {
      error: `must be a whole number from ${least} to 999999999`,
    })
    .default(`${byDefault}`)
    .transform(Number);

const yesOrNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

const origins = z.string().transform((list, context) => {
  const all = list.split(',').map((origin) => origin.trim());
  if (!all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin))
    context.addIssue('must be origins such as https://shop.example.com, with commas between them');
  return new Set(all);
});

const introspectors = ['customer', 'operator', 'admin', 'off'] as const;

/** What one caller, address, socket or operation may take of the server, and what it tells of itself. */
export const limitSettings = {
  MAX_BODY_BYTES: whole(100 * 1024),
  MAX_MESSAGE_BYTES: whole(64 * 1024),
  MAX_TOKENS: whole(defaultLimits.tokens),
  MAX_DEPTH: whole(defaultLimits.depth),
  MAX_ALIASES: whole(defaultLimits.aliases, 0),
  MAX_DIRECTIVES: whole(defaultLimits.directives, 0),
  MAX_ROOT_FIELDS: whole(defaultLimits.rootFields),
  MAX_MUTATIONS: whole(defaultLimits.mutations),
  MAX_COST: whole(defaultLimits.cost),
  MAX_LIST_ITEMS: whole(defaultLimits.listItems),
  MAX_VALIDATION_ERRORS: whole(defaultLimits.validationErrors),
  REQUEST_TIMEOUT_MS: whole(10_000),
  HEADERS_TIMEOUT_MS: whole(10_000),
  BODY_TIMEOUT_MS: whole(30_000),
  ANSWER_TIMEOUT_MS: whole(60_000),
  STATEMENT_TIMEOUT_MS: whole(5_000),
  LOCK_TIMEOUT_MS: whole(2_000),
  IDLE_IN_TRANSACTION_TIMEOUT_MS: whole(5_000),
  MAX_SUBSCRIPTIONS_PER_SOCKET: whole(100),
  MAX_SOCKETS_PER_CALLER: whole(20, 0),
  MAX_CONNECTIONS_PER_ADDRESS: whole(1_000, 0),
  RATE_PER_CALLER: whole(2_000, 0),
  RATE_PER_ADDRESS: whole(5_000, 0),
  TRUST_PROXY: whole(0, 0),
  TRUSTED_DOCUMENTS: z.string().optional(),
  PERSISTED_ONLY: yesOrNo.default(false),
  INTROSPECTION: z
    .enum(introspectors, { error: `must be one of ${introspectors.join(', ')}` })
    .default('operator'),
  GRAPHIQL: yesOrNo.optional(),
  CORS_ORIGINS: origins.default(new Set()),
};
