import { createHash } from 'node:crypto';

/** A digest of a mutation's name and input, the same for the same input in whatever order its fields came. */
export const fingerprint = (name: string, input: object): string =>
  createHash('sha256')
    .update(JSON.stringify([name, input], sortKeys))
    .digest('base64url');

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
