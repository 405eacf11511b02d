import { z } from 'zod';
import { isRejection, type Rejection } from '../../event-sourcing/errors.js';
import type { Money } from '../../money/index.js';
import { text, uuid, validate } from '../../validation/index.js';
import { idempotencyKey, positiveMoney } from '../fact-json.js';
import type { PaymentOperation } from '../payment-gateway.js';
import { Problem } from './problem.js';

/** An operation as it stands in a request. Two with the same key must be the same in all else. */
export interface AskedOperation {
  readonly kind: PaymentOperation['kind'];
  readonly key: string;
  readonly orderId: string;
  readonly amount: Money;
  /** The token of an AUTHORIZE, the capture of a REFUND, else the authorisation. */
  readonly target: string;
}

/** Of each kind: its path, with the target where one stands in it. */
const paths: readonly (readonly [kind: AskedOperation['kind'], path: RegExp])[] = [
  ['AUTHORIZE', /^\/authorizations$/],
  ['CAPTURE', /^\/authorizations\/([^/]+)\/captures$/],
  ['VOID', /^\/authorizations\/([^/]+)\/voids$/],
  ['REFUND', /^\/captures\/([^/]+)\/refunds$/],
];

const move = z.object({ orderId: uuid, amount: positiveMoney });
const authorization = move.extend({ token: text(255) });

/** The operation that a POST to this path asks for; undefined: none. Throws a 400 where it is malformed. */
export function readOperation(path: string, key: unknown, body: unknown): AskedOperation | undefined {
  for (const [kind, pattern] of paths) {
    const found = pattern.exec(path);
    if (found === null) continue;
    const named = { kind, key: accepted(validate(idempotencyKey, key), 'idempotency-key: ') };
    if (kind !== 'AUTHORIZE') {
      return { ...named, ...accepted(validate(move, body)), target: decoded(found[1] ?? '') };
    }
    const { token, ...rest } = accepted(validate(authorization, body));
    return { ...named, ...rest, target: token };
  }
  return undefined;
}

function accepted<T>(value: T | Rejection, where = ''): T {
  if (isRejection(value)) throw new Problem(400, where + value.message);
  return value;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Problem(400, 'The path is not well-formed');
  }
}
