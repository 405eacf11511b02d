import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestTrace } from './context.js';
import { apiError, badRequest } from './errors.js';
import { type Asset, assets } from './graphiql/assets.js';
import { graphiqlPage, pageSecurityPolicy } from './graphiql/page.js';
import { send, sendError, sendJson, sendLarge } from './http-answers.js';
import { type Webhook, webhookAnswer } from './webhook.js';

export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  trace: RequestTrace,
) => Promise<void> | void;

/** A page for Prometheus. */
export type MetricsSource = () => Promise<{ readonly type: string; readonly text: string }>;

export interface RouteOptions {
  readonly graphql: Answer;
  /** Whether to send traffic here. */
  readonly isReady: () => Promise<boolean>;
  readonly exampleOperations: string;
  /** Whether browsers get GraphiQL. */
  readonly graphiql?: boolean | undefined;
  /** Lets an address pay for a file, or for what is refused. Throws RATE_LIMITED. */
  readonly charge: (trace: RequestTrace, price: 'file' | 'refusal') => Promise<void>;
  readonly metrics?: MetricsSource;
  /** By their paths. */
  readonly webhooks?: ReadonlyMap<string, Webhook>;
}

interface Route {
  readonly methods: readonly string[];
  readonly answer: Answer;
}

export const graphqlPath = '/graphql';
const reading = ['GET', 'HEAD'];

/** Answers whatever path is asked for: in JSON, but for GraphiQL, its files and the way to it. */
export function router(options: RouteOptions): Answer {
  const { graphql, exampleOperations, graphiql = true, charge, metrics, webhooks } = options;
  const isReady = atOnce(options.isReady);
  const page = graphiql ? graphiqlPage([...assets.keys()], exampleOperations) : undefined;
  const routes = new Map<string, Route>([
    [
      graphqlPath,
      {
        methods: ['GET', 'POST'],
        answer: (request, response, trace) =>
          page && isBrowserVisit(request) ? sendPage(response, page) : graphql(request, response, trace),
      },
    ],
    [
      '/health/live',
      { methods: reading, answer: (_request, response) => sendJson(response, 200, { status: 'live' }) },
    ],
    [
      '/health/ready',
      {
        methods: reading,
        answer: async (_request, response) => {
          const ready = await isReady();
          sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
        },
      },
    ],
    ...(metrics ? [['/metrics', { methods: reading, answer: metricsAnswer(atOnce(metrics)) }] as const] : []),
    ...(page === undefined ? [] : pageRoutes.map(([path, route]) => [path, paid(route, charge)] as const)),
    ...[...(webhooks ?? [])].map(([path, webhook]): [string, Route] => [path, webhookRoute(webhook, charge)]),
  ]);
  return async (request, response, trace) => {
    const route = routes.get(pathOf(request));
    if (!route?.methods.includes(request.method ?? '')) await charge(trace, 'refusal');
    if (route === undefined) return sendError(response, nothingHere, trace);
    if (!route.methods.includes(request.method ?? '')) {
      const allow = route.methods.join(', ');
      return sendError(response, badRequest(405, `Use ${allow} here.`), trace, { allow });
    }
    return route.answer(request, response, trace);
  };
}

/** The way to GraphiQL, and its files. */
const pageRoutes: readonly [string, Route][] = [
  [
    '/',
    { methods: reading, answer: (_request, response) => send(response, 302, '', { location: graphqlPath }) },
  ],
  ...[...assets].map(([path, asset]): [string, Route] => [path, assetRoute(asset)]),
];

const paid = (route: Route, charge: RouteOptions['charge']): Route => ({
  ...route,
  answer: async (request, response, trace) => {
    await charge(trace, 'file');
    await route.answer(request, response, trace);
  },
});

const nothingHere = apiError('NOT_FOUND', 'Nothing is here. Try /graphql, /health/live or /health/ready.');

export function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

const webhookRoute = (webhook: Webhook, charge: RouteOptions['charge']): Route => ({
  methods: ['POST'],
  answer: webhookAnswer(webhook, (trace) => charge(trace, 'refusal')),
});

/** Who asks while an answer is made gets that one. */
function atOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return () => {
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  };
}

const isBrowserVisit = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && /\btext\/html\b/i.test(headers.accept ?? '');

function sendPage(response: ServerResponse, page: string): void {
  send(response, 200, page, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pageSecurityPolicy,
    vary: 'accept',
  });
}

const metricsAnswer =
  (metrics: MetricsSource): Answer =>
  async (_request, response) => {
    const { type, text } = await metrics();
    send(response, 200, text, { 'content-type': type });
  };

function assetRoute({ type, cacheControl, read }: Asset): Route {
  return {
    methods: reading,
    answer: async ({ headers }, response) => {
      const { plain, gzipped } = await read();
      const common = {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': cacheControl,
        vary: 'accept-encoding',
      };
      if (/\bgzip\b/.test(`${headers['accept-encoding']}`)) {
        await sendLarge(response, 200, gzipped, { ...common, 'content-encoding': 'gzip' });
      } else await sendLarge(response, 200, plain, common);
    },
  };
}
