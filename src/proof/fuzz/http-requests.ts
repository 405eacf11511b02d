import { damaged } from './damage.js';
import type { Operation } from './documents.js';
import type { Draw } from './draw.js';
import { hostileText, hostileValue } from './hostile-values.js';
import { toJson } from './written.js';

export interface HttpRequest {
  /** On a connection of its own. */
  readonly alone: boolean;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, as chunks where there is more than one. */
  readonly body: readonly string[];
}

const json = { 'content-type': 'application/json' };

/** An operation as a client would send it; a query by GET now and then. */
export function requestFor(draw: Draw, { kind, query, variables, operationName }: Operation): HttpRequest {
  if (kind === 'query' && draw.chance(10)) {
    const search = new URLSearchParams({ query: wellFormed(query), variables: wellFormed(variables) });
    if (operationName !== undefined) search.set('operationName', operationName);
    const headers = { 'apollo-require-preflight': 'true' };
    const target = `/graphql?${`${search}`.replaceAll('%40%40', '@@').replaceAll('%3A', ':')}`; // marks stay marks
    return { alone: false, method: 'GET', target, headers, body: [] };
  }
  return {
    alone: false,
    method: 'POST',
    target: '/graphql',
    headers: json,
    body: [bodyOf(query, variables, operationName)],
  };
}

/** Half a surrogate pair cannot be written in a URL. */
const wellFormed = (text: string) => text.toWellFormed();

function bodyOf(query: string, variables: string, operationName: string | undefined): string {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${JSON.stringify(query)},"variables":${variables}${name}}`;
}

const whole = '{"query":"query Asked($id: ID!) { order(id: $id) { id } }","variables":{"id":"@@order:0@@"}}';

/** Whatever HTTP lets one send. */
export const hostileRequest = (draw: Draw): HttpRequest => ({
  alone: true,
  method: draw.weighted([
    [6, 'POST'],
    [2, 'GET'],
    [1, draw.oneOf(methods)],
  ]),
  target: draw.weighted<() => string>([
    [6, () => '/graphql'],
    [2, () => draw.oneOf(paths)],
    [2, () => `/graphql?${draw.oneOf(parameters)}=${encodeURIComponent(hostileText(draw).toWellFormed())}`],
    [
      1,
      () =>
        `/graphql?query=%7B__typename%7D&${draw.oneOf(parameters)}=${draw.oneOf(['', '%', '%ff', '%00', '[]', '1'])}`,
    ],
  ])(),
  headers: Object.fromEntries([
    ['content-type', draw.chance(75) ? 'application/json' : draw.oneOf(mediaTypes)],
    ...Array.from({ length: draw.upTo(2) }, () => draw.oneOf(headers)(draw)),
  ]),
  body: chunks(draw, hostileBody(draw)),
});

const methods = ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'PROPFIND'];
const paths = [
  ...[
    '/',
    '/graphql/',
    '//graphql',
    '/GRAPHQL',
    '/graphql/../metrics',
    '/%67raphql',
    '/graphql%00',
    '/*',
    '/..',
    '/?',
  ],
  ...[
    '/health/live',
    '/health/ready',
    '/metrics',
    '/webhooks/payments',
    '/graphiql/start.js',
    '/graphiql/../package.json',
  ],
];
const parameters = ['query', 'variables', 'operationName', 'extensions', 'documentId', '__proto__'];
const mediaTypes = [
  ...[
    '',
    'text/plain',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json; charset="utf-8"',
    'application/json;;',
    'application/graphql-response+json',
  ],
];

const headers: readonly ((draw: Draw) => [string, string])[] = [
  (draw) => [
    'accept',
    draw.oneOf(['*/*', 'text/html', 'application/json;q=0', 'application/graphql-response+json', '', 'a/b']),
  ],
  (draw) => ['content-encoding', draw.oneOf(['gzip', 'identity', 'br', 'x'])],
  (draw) => [
    'authorization',
    draw.oneOf(['', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${'a'.repeat(4_000)}`]),
  ],
  (draw) => ['x-request-id', draw.oneOf(['', 'a b', '../x', '{}', 'x'.repeat(129), 'ok-1'])],
  (draw) => ['x-correlation-id', draw.oneOf(['', 'no uuid', '0190b5a0-0000-7000-8000-000000000000'])],
  (draw) => ['x-forwarded-for', draw.oneOf(['', '1.2.3.4', '1.2.3.4, 5.6.7.8', '::1', '"', ','.repeat(200)])],
  (draw) => ['origin', draw.oneOf(['null', 'https://elsewhere.example', 'http://localhost:3000', ':'])],
  (draw) => ['expect', draw.oneOf(['100-continue', 'something'])],
  (draw) => ['if-none-match', draw.oneOf(['*', '"x"'])],
  (draw) => ['cookie', draw.oneOf(['a=b', '__proto__=x', ';;;;'])],
];

const hostileBody = (draw: Draw): string =>
  draw.weighted<() => string>([
    [4, () => damaged(draw, whole)],
    [2, () => toJson(hostileValue(draw))],
    [2, () => `{"query":${toJson(hostileValue(draw))},"variables":${toJson(hostileValue(draw))}}`],
    [1, () => `{"query":"{ __typename }","extensions":${draw.oneOf(extensions)}}`],
    [1, () => `{"query":"{ __typename }","${draw.oneOf(parameters)}":${toJson(hostileValue(draw))}}`],
    [1, () => `[${whole},${whole}]`],
    [1, () => hostileText(draw)],
  ])();

const digest = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';
const extensions = [
  `{"persistedQuery":{"version":1,"sha256Hash":"${digest}"}}`,
  `{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}`,
  ...[
    '{"persistedQuery":null}',
    '{"persistedQuery":{}}',
    '{"persistedQuery":{"version":2,"sha256Hash":"x"}}',
  ],
  ...[
    '{"persistedQuery":{"version":1,"sha256Hash":[]}}',
    '{"persistedQuery":[]}',
    '{"tracing":{}}',
    '[]',
    '"x"',
  ],
];

function chunks(draw: Draw, body: string): string[] {
  if (!draw.chance(20)) return [body];
  const at = draw.upTo(body.length);
  return [body.slice(0, at), body.slice(at)];
}
