import { createSecretKey } from 'node:crypto';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { isReservedActor } from '../event-sourcing/actors.js';
import { isRejection } from '../event-sourcing/errors.js';
import { text, validate } from '../validation/index.js';
import type { Caller, Role } from './context.js';
import { apiError } from './errors.js';

export type AuthenticationSettings = (
  | { readonly jwtSecret: string; readonly jwksUrl?: undefined }
  | { readonly jwksUrl: string; readonly jwtSecret?: undefined }
) & {
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
};

/** Turns the value of an Authorization header into a caller, or throws UNAUTHENTICATED or FORBIDDEN. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

const clockToleranceSeconds = 5;
/** For how long a key that was taken away may be believed at the most, and within that a token that was checked. */
const keysLastMs = 600_000;
const rememberedMs = 30_000;

type Verify = (token: string) => Promise<JWTPayload>;

/** By what a token claims: what it may be. */
const knownRoles: Readonly<Record<Role, readonly Role[]>> = {
  customer: ['customer'],
  operator: ['operator'],
  admin: ['admin', 'operator'],
};
const everybody: Caller = { actor: 'admin', roles: new Set<Role>(['admin', 'operator']) };

/**
 * Without settings every caller is an admin. With settings a caller needs a bearer token with a valid signature
 * (HS256 for a secret; RS256, ES256 or EdDSA for a JWKS), in time, for our issuer and audience where those are set,
 * with a `sub` and with a role. A key set that cannot be fetched is a fault, not a refusal. Keys are fetched again
 * after ten minutes, or when a token names one that is not known, at most every 30 seconds.
 */
export function authenticator(settings: AuthenticationSettings | undefined): Authenticate {
  if (settings === undefined) return async () => everybody;
  const verify = remembering(tokenVerifier(settings));
  return async (authorization) => {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw apiError('UNAUTHENTICATED', 'No token. Send the header "Authorization: Bearer <token>".');
    }
    const caller = callerOf(await verify(token).catch(refuse));
    if (caller.roles.size > 0) return caller;
    throw apiError(
      'FORBIDDEN',
      'The token has no role that may use this API. It needs customer, operator or admin.',
      { role: 'customer' },
    );
  };
}

/** Checking a signature takes longer than answering many a query, and clients send one token again and again. */
function remembering(verify: Verify): Verify {
  const verified = new LRUCache<string, JWTPayload>({
    maxSize: 8 * 1024 * 1024,
    sizeCalculation: (_payload, token) => token.length,
    ttl: rememberedMs,
    perf: { now: () => Date.now() }, // as the keys
  });
  return async (token) => {
    const known = verified.get(token);
    if (known && !hasExpired(known)) return known;
    const payload = await verify(token);
    verified.set(token, payload);
    return payload;
  };
}

const hasExpired = ({ exp = Number.POSITIVE_INFINITY }: JWTPayload): boolean =>
  exp + clockToleranceSeconds <= Date.now() / 1_000;

function tokenVerifier(settings: AuthenticationSettings): Verify {
  const [key, algorithms] = verificationKey(settings);
  const options: JWTVerifyOptions = {
    algorithms,
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['sub'],
    ...(settings.issuer !== undefined && { issuer: settings.issuer }),
    ...(settings.audience !== undefined && { audience: settings.audience }),
  };
  return async (token) => (await jwtVerify(token, key, options)).payload;
}

function verificationKey({ jwtSecret, jwksUrl }: AuthenticationSettings): [JWTVerifyGetKey, string[]] {
  if (jwtSecret === undefined) {
    const keys = createRemoteJWKSet(new URL(jwksUrl), { cacheMaxAge: keysLastMs - rememberedMs });
    return [keys, ['RS256', 'ES256', 'EdDSA']];
  }
  const secret = createSecretKey(Buffer.from(jwtSecret));
  return [() => secret, ['HS256']];
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired)
    throw apiError('UNAUTHENTICATED', 'The token has expired. Get a new one.');
  if (error instanceof errors.JOSEError && !keySetFaults.has(error.code)) {
    throw apiError('UNAUTHENTICATED', `The token is not valid: ${error.message}.`);
  }
  throw error;
}

/** The key set cannot be fetched or read, which says nothing about the token. */
const keySetFaults = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

function callerOf({ sub, exp, roles, role }: JWTPayload): Caller {
  // It becomes the actor of events, so it must be text that can be stored.
  if (isRejection(validate(text(255), sub))) {
    throw apiError(
      'UNAUTHENTICATED',
      'The token is not valid: "sub" must be text of 1 to 255 characters without control characters.',
    );
  }
  if (isReservedActor(sub as string)) {
    throw apiError('UNAUTHENTICATED', 'The token is not valid: its "sub" is a name of Retrace itself.');
  }
  const claimed: readonly unknown[] = Array.isArray(roles) ? roles : [role];
  return {
    actor: sub as string,
    roles: new Set(claimed.filter(isRole).flatMap((known) => knownRoles[known])),
    ...(exp !== undefined && { expiresAt: new Date((exp + clockToleranceSeconds) * 1000) }),
  };
}

const isRole = (claim: unknown): claim is Role =>
  typeof claim === 'string' && Object.hasOwn(knownRoles, claim);
