/** Place of a row in a list, opaque to clients. */
export const encodeCursor = (order: string, key: readonly unknown[]): string =>
  Buffer.from(JSON.stringify([order, ...key])).toString('base64url');
