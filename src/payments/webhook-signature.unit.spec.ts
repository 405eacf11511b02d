import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, sign } from './webhook-signature.js';

const secret = 'a secret of the two';
const body = Buffer.from('{"kind":"CAPTURED"}');
const now = Date.UTC(2026, 10, 23, 9, 30);
const header = sign(body, secret, now);
const minutes = 60_000;

describe('a signature', () => {
  it('is an HMAC-SHA256 of the second, a point and the body', () => {
    const second = now / 1_000;
    const hex = createHmac('sha256', secret).update(`${second}.{"kind":"CAPTURED"}`).digest('hex');
    expect(header).toBe(`t=${second},v1=${hex}`);
  });

  it.each([-5, 0, 5])('is taken %d minutes after it was made', (after) => {
    expect(isSigned(body, header, secret, now + after * minutes)).toBe(true);
  });

  it.each([-301, 301])('is stale %d seconds after it was made', (after) => {
    expect(isSigned(body, header, secret, now + after * 1_000)).toBe(false);
  });

  it('is one of several while the secret is replaced', () => {
    const [time, signature] = header.split(',');
    const [, old] = sign(body, 'the secret of before', now).split(',');
    for (const both of [`${time},${old},${signature}`, `${time}, ${signature}, ${old}, v2=abc`])
      expect(isSigned(body, both, secret, now)).toBe(true);
    expect(isSigned(body, `${time},${old}`, secret, now)).toBe(false);
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['comes twice', [header, header]],
    ['has no time', header.split(',')[1]],
    ['has two times', `${header},t=${now / 1_000}`],
    ['has another time', header.replace(/t=\d+/, `t=${now / 1_000 + 1}`)],
    ['has no number as time', header.replace(/t=\d+/, 't=NaN')],
    ['has a time past all numbers', header.replace(/t=\d+/, `t=${'9'.repeat(400)}`)],
    ['is cut', header.slice(0, -2)],
    ['is no hex', header.replace(/.$/, 'g')],
    ['is of another body', sign(`${body} `, secret, now)],
    ['is by another secret', sign(body, 'another secret', now)],
  ])('does not count where it %s', (_what, value) => {
    expect(isSigned(body, value, secret, now)).toBe(false);
  });

  it('is over bytes, whatever they are', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3]);
    expect(isSigned(bytes, sign(bytes, secret, now), secret, now)).toBe(true);
    expect(isSigned(Buffer.from(bytes.toString()), sign(bytes, secret, now), secret, now)).toBe(false);
  });
});
