import type { IncomingMessage } from 'node:http';
import { apiError } from './errors.js';
import type { Answer } from './routes.js';

const local = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

/**
 * Throws FORBIDDEN for a request by any other name than this machine's own. A page anywhere can have its own name
 * stand for 127.0.0.1, and then speaks to this server as to its own site.
 */
export function refuseForeignHost({ headers: { host = '' } }: IncomingMessage): void {
  if (local.test(host)) return;
  throw apiError('FORBIDDEN', 'Without authentication this server is for this machine alone: ask localhost.');
}

export const toLocalHosts =
  (answer: Answer): Answer =>
  async (request, response, trace) => {
    refuseForeignHost(request);
    return answer(request, response, trace);
  };
