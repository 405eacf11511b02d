import { createSecretKey } from 'node:crypto';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
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
const knownRoles: readonly Role[] = ['customer', 'operator', 'admin'];
const everybody: Caller = { actor: 'admin', roles: new Set<Role>(['admin', 'operator']) };

/**
 * Without settings every caller is an admin. With settings a caller needs a bearer token with a valid signature
 * (HS256 for a secret; RS256, ES256 or EdDSA for a JWKS), in time, for our issuer and audience where those are set,
 * with a `sub` and with the role operator or admin. A key set that cannot be fetched is a fault, not a refusal.
 */
export function authenticator(settings: AuthenticationSettings | undefined): Authenticate {
  if (settings === undefined) return async () => everybody;
  const verify = tokenVerifier(settings);
  return async (authorization) => {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw apiError('UNAUTHENTICATED', 'No token. Send the header "Authorization: Bearer <token>".');
    }
    const caller = callerOf(await verify(token).catch(refuse));
    if (caller.roles.has('operator') || caller.roles.has('admin')) return caller;
    throw apiError('FORBIDDEN', 'The token has no role that may use this API. It needs operator or admin.');
  };
}

function tokenVerifier(settings: AuthenticationSettings): (token: string) => Promise<JWTPayload> {
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
  if (jwtSecret === undefined) return [createRemoteJWKSet(new URL(jwksUrl)), ['RS256', 'ES256', 'EdDSA']];
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
  const claimed = Array.isArray(roles) ? roles : [role];
  return {
    actor: sub as string,
    roles: new Set(knownRoles.filter((known) => claimed.includes(known))),
    ...(exp !== undefined && { expiresAt: new Date((exp + clockToleranceSeconds) * 1000) }),
  };
}
