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

describe('the settings of limits', () => {
  it('are all optional', () => {
    expect(readConfig({})).toMatchObject({
      ...{ MAX_BODY_BYTES: 102_400, MAX_MESSAGE_BYTES: 65_536, MAX_TOKENS: 2_000, MAX_DEPTH: 10 },
      ...{ MAX_ALIASES: 15, MAX_DIRECTIVES: 5, MAX_ROOT_FIELDS: 20, MAX_MUTATIONS: 5, MAX_COST: 5_000 },
      MAX_LIST_ITEMS: 5_000,
      ...{ MAX_VALIDATION_ERRORS: 5, REQUEST_TIMEOUT_MS: 10_000, STATEMENT_TIMEOUT_MS: 5_000 },
      ...{ LOCK_TIMEOUT_MS: 2_000, IDLE_IN_TRANSACTION_TIMEOUT_MS: 5_000, TRUST_PROXY: 0 },
      ...{ MAX_SUBSCRIPTIONS_PER_SOCKET: 100, MAX_SOCKETS_PER_CALLER: 20, PERSISTED_ONLY: false },
      ...{ INTROSPECTION: 'operator', CORS_ORIGINS: new Set() },
    });
    const CORS_ORIGINS = 'https://shop.example.com, http://localhost:5173';
    expect(readConfig({ CORS_ORIGINS, GRAPHIQL: 'false' })).toMatchObject({
      ...{ CORS_ORIGINS: new Set(['https://shop.example.com', 'http://localhost:5173']), GRAPHIQL: false },
    });
  });

  const AUTH_JWT_SECRET = 'a secret of at least thirty-two characters';
  it.each<readonly [Record<string, string>, string]>([
    [{ MAX_COST: '-1' }, 'COST must be a whole number from 1 to 999999999'],
    [{ MAX_DEPTH: '0' }, 'DEPTH must be a whole number from 1 to 999999999'],
    [{ GRAPHIQL: 'yes' }, 'GRAPHIQL must be true or false'],
    [{ INTROSPECTION: 'all' }, 'INTROSPECTION must be one of customer, operator, admin, off'],
    ...['*', 'https://a.example/', 'a.example', 'https://a.example,'].map(
      (it) => [{ CORS_ORIGINS: it }, 'ORIGINS must be origins such as https://shop.example.com, .*'] as const,
    ),
    [{ AUTH_JWT_SECRET: '' }, 'AUTH_JWT_SECRET or AUTH_JWKS_URL is set, but empty: .*'],
    [{ AUTH_JWKS_URL: '' }, 'AUTH_JWT_SECRET or AUTH_JWKS_URL is set, but empty: .*'],
    [{ PERSISTED_ONLY: 'true' }, 'PERSISTED_ONLY needs TRUSTED_DOCUMENTS'],
    [{ AUTH_JWT_SECRET, RATE_PER_CALLER: '999' }, 'RATE_PER_CALLER and RATE_PER_ADDRESS must be 0, or .*'],
    [{ AUTH_JWT_SECRET, MAX_COST: '20000' }, 'RATE_PER_CALLER and RATE_PER_ADDRESS must be 0, or .*'],
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
