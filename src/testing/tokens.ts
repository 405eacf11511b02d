import { createSecretKey } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { Role } from '../graphql/context.js';

/** The AUTH_JWT_SECRET of a server that takes these tokens. */
export const jwtSecret = 'a secret of at least thirty-two characters';

export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A token with these claims, which ends in a minute unless they say otherwise. */
export const signToken = (claims: JWTPayload, secret = jwtSecret, algorithm = 'HS256'): Promise<string> =>
  new SignJWT({ exp: secondsFromNow(60), ...claims })
    .setProtectedHeader({ alg: algorithm })
    .sign(createSecretKey(Buffer.from(secret)));

/** Headers of a request, or parameters of a socket, by which somebody with these roles is known for an hour. */
export const tokenOf = async (actor: string, ...roles: readonly Role[]): Promise<Token> => ({
  authorization: `Bearer ${await signToken({ sub: actor, roles, exp: secondsFromNow(3_600) })}`,
});

export type Token = { readonly authorization: string };
