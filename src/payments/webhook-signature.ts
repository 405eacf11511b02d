import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureHeader = 'payment-signature';

const toleranceSeconds = 5 * 60;

/** The header's value for a body that is sent now (milliseconds): `t=<seconds>,v1=<hex>`. */
export function sign(body: string | Buffer, secret: string, now: number): string {
  const timestamp = `${Math.floor(now / 1_000)}`;
  return `t=${timestamp},v1=${digest(timestamp, body, secret).toString('hex')}`;
}

/**
 * Whether one of the header's signatures is of these bytes by this secret, made within 5 minutes of now
 * (milliseconds). While a secret is replaced the sender signs with the old one and with the new one.
 */
export function isSigned(body: Buffer, header: unknown, secret: string, now: number): boolean {
  const parts = typeof header === 'string' ? header.split(',').map((part) => part.trim()) : [];
  const [timestamp, ...more] = valuesOf('t', parts);
  if (timestamp === undefined || more.length > 0 || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  const expected = digest(timestamp, body, secret);
  return valuesOf('v1', parts).some(
    (signature) =>
      /^[0-9a-f]{64}$/.test(signature) && timingSafeEqual(Buffer.from(signature, 'hex'), expected),
  );
}

const valuesOf = (name: string, parts: readonly string[]): string[] =>
  parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));

const digest = (timestamp: string, body: string | Buffer, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
