import { sendNothing } from './http-answers.js';
import { type Answer, graphqlPath, pathOf } from './routes.js';

/** Pages of these origins may use GraphQL, and send what headers they need; browsers ask them first. */
export function allowOrigins(origins: ReadonlySet<string>, answer: Answer): Answer {
  if (origins.size === 0) return answer;
  return (request, response, trace) => {
    const { origin } = request.headers;
    if (pathOf(request) !== graphqlPath) return answer(request, response, trace);
    response.appendHeader('vary', 'origin');
    if (origin === undefined || !origins.has(origin)) return answer(request, response, trace);
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
    return request.method === 'OPTIONS' ? sendNothing(response, preflight) : answer(request, response, trace);
  };
}

const preflight = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'content-type, authorization, apollo-require-preflight, x-apollo-operation-name, x-request-id, x-correlation-id',
  'access-control-max-age': '7200',
};
