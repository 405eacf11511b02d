import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../testing/test-app.js';
import { jwtSecret, tokenOf } from '../testing/tokens.js';

let app: TestApp;
let authorization: string;

beforeAll(async () => {
  app = await startTestApp({ AUTH_JWT_SECRET: jwtSecret });
  ({ authorization } = await tokenOf('auditor', 'operator'));
});
afterAll(() => app.stop());

/** The audits' requests, as a client of ours would send them. */
const fetchFn = (url: string, { headers, ...request }: RequestInit = {}) =>
  fetch(url, { ...request, headers: { ...headers, authorization, 'apollo-require-preflight': 'true' } });

const audits = serverAudits({ url: () => app.url, fetchFn });

it('GraphQL over HTTP has 61 audits', () => {
  expect(audits).toHaveLength(61);
});

it.each(audits)('$id: it $name', async ({ id, name, fn }) => {
  expect(await fn()).toEqual({ id, name, status: 'ok' });
});
