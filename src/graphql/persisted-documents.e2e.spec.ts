import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothTransports } from '../testing/both-transports.js';
import { replyFrom } from '../testing/graphql-client.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const trustedText = 'query Trusted($n: String) { hello(name: $n) }';
const trusted = new Map([[hashOf(trustedText), trustedText]]);

let server: GreetingServer;
let strict: GreetingServer;
beforeAll(async () => {
  server = await startGreetingServer({ persisted: { trusted } });
  strict = await startGreetingServer({ persisted: { trusted, trustedOnly: true } });
});
afterAll(() => Promise.all([server.stop(), strict.stop()]));

describe.each(bothTransports(() => server))('a document over %s', (name, send) => {
  const query = `query Over${name} { hello }`;

  it('that is not known by its hash is asked for, and remembered once it was sent', async () => {
    const first = await send(byHash(hashOf(query)));
    expect(first.errors[0]).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });
    expect((await send({ query, ...byHash(hashOf(query)) })).data).toEqual({ hello: 'Hello, world!' });
    expect((await send(byHash(hashOf(query)))).data).toEqual({ hello: 'Hello, world!' });
    expect((await send({ documentId: hashOf(query) })).data).toEqual({ hello: 'Hello, world!' });
  });

  it('is not remembered under another hash than its own', async () => {
    const hash = hashOf('{ whoAmI }');
    const answer = await send({ query, ...byHash(hash) });
    expect(answer.errors[0]?.message).toMatch(/not that of the query/);
    expect((await send(byHash(hash))).errors[0]?.message).toBe('PersistedQueryNotFound');
  });

  it('that is not valid, or over a limit, is not remembered', async () => {
    const over = `{ ${'hello '.repeat(21)} }`;
    for (const text of ['{ nothing }', '{', over]) {
      await send({ query: text, ...byHash(hashOf(text)) });
      expect((await send(byHash(hashOf(text)))).errors[0]?.message).toBe('PersistedQueryNotFound');
    }
  });

  it.each([
    ['a version that is not known', { version: 2, sha256Hash: 'a' }, /must have the version 1/],
    ['no hash', { version: 1 }, /must have a sha256Hash/],
    ['no object', 'a', /non-empty `query`/],
  ])('is refused with %s', async (_what, persistedQuery, message) => {
    const { errors } = await send({ extensions: { persistedQuery } });
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.extensions.code).toBe('VALIDATION_ERROR');
  });

  it('that is trusted runs by its hash', async () => {
    const variables = { n: 'Ada' };
    const hash = hashOf(trustedText);
    for (const operation of [byHash(hash), { documentId: hash }, { documentId: `sha256:${hash}` }]) {
      expect((await send({ ...operation, variables })).data).toEqual({ hello: 'Hello, Ada!' });
    }
  });
});

describe.each(bothTransports(() => strict))('where only trusted documents run, over %s', (_name, send) => {
  it('one runs, by its hash or its text', async () => {
    for (const operation of [byHash(hashOf(trustedText)), { query: trustedText }])
      expect((await send(operation)).data).toEqual({ hello: 'Hello, world!' });
  });

  it.each([
    ['another text', { query: '{ hello }' }],
    ['the same text with a blank more', { query: `${trustedText} ` }],
    ['another text under its hash', { query: '{ hello }', ...byHash(hashOf('{ hello }')) }],
    ['a hash that is not in the manifest', byHash(hashOf('{ hello }'))],
    ['nothing', { query: '' }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
  ])('nothing else does: %s', async (_what, operation) => {
    const { errors, data } = await send(operation);
    expect(data).toBeFalsy();
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(errors[0]?.extensions.details).toEqual({ setting: 'PERSISTED_ONLY' });
    expect(errors[0]?.message).toMatch(/PERSISTED_ONLY.*TRUSTED_DOCUMENTS/);
  });

  it('another text under the hash of a trusted one runs the trusted one', async () => {
    const { data } = await send({ query: '{ whoAmI }', ...byHash(hashOf(trustedText)) });
    expect(data).toEqual({ hello: 'Hello, world!' });
  });
});

describe('a hash in the URL', () => {
  it.each([['a trusted document', trustedText]])('runs %s', async (_what, text) => {
    const parameters = new URLSearchParams({
      extensions: JSON.stringify(byHash(hashOf(text)).extensions),
      variables: '{"n":"Ada"}',
    });
    const headers = { 'apollo-require-preflight': 'yes' };
    const reply = await replyFrom(await fetch(`${server.url}?${parameters}`, { headers }));
    expect(reply).toMatchObject({ status: 200, data: { hello: 'Hello, Ada!' } });
  });
});
