import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

describe('the settings of payments', () => {
  it('are all optional', () => {
    expect(readConfig({})).toMatchObject({ PAYMENT_TIMEOUT_MS: 5_000 });
    const settings = {
      PAYMENT_GATEWAY_URL: 'https://pay.example.com/v1',
      PAYMENT_GATEWAY_SECRET: 's3cret',
      PAYMENT_WEBHOOK_SECRET: 'sixteen letters!',
    };
    expect(readConfig({ ...settings, PAYMENT_TIMEOUT_MS: '200' })).toMatchObject({
      ...settings,
      PAYMENT_TIMEOUT_MS: 200,
    });
  });

  it.each<readonly [Record<string, string>, string]>([
    [{ PAYMENT_GATEWAY_URL: 'pay.example.com' }, 'URL must be a URL that begins with http:// or https://'],
    ...['http://me:secret@host', 'http://host/?a=b', 'http://host/#a'].map(
      (it) => [{ PAYMENT_GATEWAY_URL: it }, 'URL must not have a user name, a query or a fragment'] as const,
    ),
    [
      { PAYMENT_GATEWAY_URL: 'http://host', PAYMENT_GATEWAY_SECRET: 'a\nb' },
      'SECRET must be visible ASCII characters',
    ],
    [{ PAYMENT_GATEWAY_SECRET: 's3cret' }, 'PAYMENT_GATEWAY_SECRET needs PAYMENT_GATEWAY_URL'],
    [{ PAYMENT_WEBHOOK_SECRET: 'fifteen letters' }, 'SECRET must have at least 16 characters'],
    ...['0', '-1', '1.5', '5s', '100000'].map(
      (it) =>
        [{ PAYMENT_TIMEOUT_MS: it }, 'MS must be a whole number of milliseconds from 1 to 99999'] as const,
    ),
  ])('%j: says what is wrong in one line', (settings, line) => {
    expect(() => readConfig(settings)).toThrow(new RegExp(`^\\w*${line}$`));
  });
});

describe('the settings of the fulfilment', () => {
  it('are all optional', () => {
    expect(readConfig({})).toMatchObject({ RESERVATION_MINUTES: 15, FULFILMENT_ATTEMPTS: 6 });
    expect(readConfig({ RESERVATION_MINUTES: '0.05', FULFILMENT_ATTEMPTS: '1' })).toMatchObject({
      ...{ RESERVATION_MINUTES: 0.05, FULFILMENT_ATTEMPTS: 1 },
    });
  });

  it.each<readonly [Record<string, string>, string]>([
    ...['0.0', '-1', '1e3', '15 min', '100000'].map(
      (it) =>
        [{ RESERVATION_MINUTES: it }, 'MINUTES must be a number of minutes from 0.0001 to 99999'] as const,
    ),
    ...['0', '1.5', '1000'].map(
      (it) => [{ FULFILMENT_ATTEMPTS: it }, 'ATTEMPTS must be a whole number from 1 to 999'] as const,
    ),
  ])('%j: says what is wrong in one line', (settings, line) => {
    expect(() => readConfig(settings)).toThrow(new RegExp(`^\\w*${line}$`));
  });
});
