import { Agent, request } from 'node:http';
import type { FormattedError } from '../../../graphql/errors.js';

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  readonly data?: Record<string, any> | null;
  readonly errors?: readonly FormattedError[];
}

/** Sends operations over connections that it keeps. */
export interface HttpClient {
  /** Rejects where no answer came within the time. */
  post(url: string, requestId: string, query: string, variables: object): Promise<Answer>;
  close(): void;
}

export function httpClient(timeout: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    close: () => agent.destroy(),
    post: (url, requestId, query, variables) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'x-request-id': requestId };
        const asked = request(url, { method: 'POST', agent, headers, timeout }, (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece) => pieces.push(piece));
          response.on('error', reject);
          response.on('aborted', () => reject(new Error('cut off in the answer')));
          response.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString('utf8'))));
        });
        asked.on('timeout', () => asked.destroy(new Error('timed out')));
        asked.on('error', reject);
        asked.end(JSON.stringify({ query, variables }));
      }),
  };
}
