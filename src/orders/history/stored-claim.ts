import { referenceClaim } from '../domain/order-decider.js';

/** The name that an event claimed for its stream when it was written, in whatever schema version that was. */
export function storedClaim(type: string, data: string): string | undefined {
  if (type !== 'OrderCreated') return undefined;
  const { reference } = Object(JSON.parse(data));
  return typeof reference === 'string' && reference !== '' ? referenceClaim(reference) : undefined;
}
