import { BlockList, isIP } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AuthenticationSettings } from './graphql/authentication.js';
import { limitSettings } from './limit-settings.js';

const project = fileURLToPath(new URL('..', import.meta.url));
/** Under npm, the folder in which the user stood; npm itself moves to the project's. */
const here = process.env.INIT_CWD ?? process.cwd();

const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that begins with ${protocols.map((it) => `${it}//`).join(' or ')}`,
  });

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'must be a port from 0 to 65535' })
  .transform(Number)
  .refine((value) => value <= 65_535, { error: 'must be a port from 0 to 65535' });

const hostName = /^[A-Za-z0-9.:-]+$/;

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const settings = z.object({
  ...limitSettings,
  PORT: port.default(4_000),
  HOST: z.string().regex(hostName, { error: 'must be an address or a host name' }).default('127.0.0.1'),
  DATA_DIR: z
    .string()
    .optional()
    .transform((folder) => (folder === undefined ? resolve(project, '.data') : resolve(here, folder))),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATABASE_ADMIN_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
  AUTH_JWT_SECRET: z.string().min(32, { error: 'must have at least 32 characters' }).optional(),
  AUTH_JWKS_URL: url('http:', 'https:').optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  PAYMENT_GATEWAY_URL: url('http:', 'https:')
    .refine(isBareUrl, { error: 'must not have a user name, a query or a fragment' })
    .optional(),
  PAYMENT_GATEWAY_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: 'must be visible ASCII characters' })
    .optional(),
  PAYMENT_WEBHOOK_SECRET: z.string().min(16, { error: 'must have at least 16 characters' }).optional(),
  PAYMENT_TIMEOUT_MS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a whole number of milliseconds from 1 to 99999' })
    .default('5000')
    .transform(Number),
  RESERVATION_MINUTES: z
    .string()
    .refine((value) => /^\d{1,5}(\.\d{1,4})?$/.test(value) && Number(value) > 0, {
      error: 'must be a number of minutes from 0.0001 to 99999',
    })
    .default('15')
    .transform(Number),
  FULFILMENT_ATTEMPTS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, { error: 'must be a whole number from 1 to 999' })
    .default('6')
    .transform(Number),
});

/** Whether paths can be put behind it, where it is a URL at all. */
function isBareUrl(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { username, password, search, hash } = new URL(value);
  return username + password + search + hash === '';
}

export type Config = z.output<typeof settings>;

/** Against what tokens are checked; undefined: nobody needs one. */
export function authenticationOf(config: Config): AuthenticationSettings | undefined {
  const { AUTH_JWT_SECRET: jwtSecret, AUTH_JWKS_URL: jwksUrl } = config;
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = config;
  if (jwtSecret !== undefined) return { jwtSecret, issuer, audience };
  return jwksUrl === undefined ? undefined : { jwksUrl, issuer, audience };
}

/** What is wrong with the settings, one line for each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * The settings from the environment; empty ones count as absent, but not those of authentication. The only reader of
 * the environment. Throws a ConfigError.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = [...issues.map(describe), ...contradictions(given), ...emptyAuthentication(environment)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

/** A path that the user typed, as seen from where they stood. */
export const userPath = (path: string): string => resolve(here, path);

const describe = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')} ${message}`;

/** A secret that did not arrive must not open the server to everybody. */
function emptyAuthentication({ AUTH_JWT_SECRET, AUTH_JWKS_URL }: NodeJS.ProcessEnv): string[] {
  const given = [AUTH_JWT_SECRET, AUTH_JWKS_URL].filter((it) => it !== undefined);
  return given.length > 0 && given.every((it) => it === '')
    ? [
        'AUTH_JWT_SECRET or AUTH_JWKS_URL is set, but empty: give it its value, or unset it to have no authentication',
      ]
    : [];
}

/** Of settings as they were given, so that they are told together with what is malformed. */
function contradictions(given: NodeJS.ProcessEnv): string[] {
  const { HOST = '127.0.0.1', AUTH_JWT_SECRET, AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE } = given;
  const auth = AUTH_JWT_SECRET ?? AUTH_JWKS_URL;
  const rules: [broken: boolean, problem: string][] = [
    [
      AUTH_JWT_SECRET !== undefined && AUTH_JWKS_URL !== undefined,
      'AUTH_JWT_SECRET and AUTH_JWKS_URL exclude each other: set one',
    ],
    [
      auth === undefined && (AUTH_ISSUER ?? AUTH_AUDIENCE) !== undefined,
      'AUTH_ISSUER and AUTH_AUDIENCE need AUTH_JWT_SECRET or AUTH_JWKS_URL',
    ],
    [
      auth === undefined && hostName.test(HOST) && !isLoopback(HOST),
      `HOST ${HOST} is not loopback, and without AUTH_JWT_SECRET or AUTH_JWKS_URL every caller is an admin: set one of them`,
    ],
    [
      given.DATABASE_ADMIN_URL !== undefined && given.DATABASE_URL === undefined,
      'DATABASE_ADMIN_URL needs DATABASE_URL',
    ],
    [
      given.PAYMENT_GATEWAY_SECRET !== undefined && given.PAYMENT_GATEWAY_URL === undefined,
      'PAYMENT_GATEWAY_SECRET needs PAYMENT_GATEWAY_URL',
    ],
    [
      given.PERSISTED_ONLY === 'true' && given.TRUSTED_DOCUMENTS === undefined,
      'PERSISTED_ONLY needs TRUSTED_DOCUMENTS',
    ],
    [
      auth !== undefined && ratesBelow(given),
      'RATE_PER_CALLER and RATE_PER_ADDRESS must be 0, or at least a fifth of MAX_COST, which is spent in five seconds',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, problem]) => problem);
}

const ratesBelow = ({ RATE_PER_CALLER, RATE_PER_ADDRESS, MAX_COST }: NodeJS.ProcessEnv): boolean =>
  [RATE_PER_CALLER ?? '2000', RATE_PER_ADDRESS ?? '5000'].some(
    (rate) => Number(rate) > 0 && Number(rate) * 5 < Number(MAX_COST ?? '5000'),
  );

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host === 'localhost' : loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
