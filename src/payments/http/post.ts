import { GatewayUnavailable } from '../payment-gateway.js';

const maxBytes = 64 * 1024;
const longestPauseMs = 10 * 60_000;

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  /** Undefined where the body is no JSON. Throws GatewayUnavailable where it is too large, or does not come. */
  readJson(): Promise<unknown>;
}

/** Posts JSON. Follows no redirect; throws GatewayUnavailable where no answer begins. */
export async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    ...{ method: 'POST', redirect: 'manual', signal },
    headers: { ...headers, accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error) => {
    throw lost('The payment gateway cannot be reached', error);
  });
  return {
    status: response.status,
    retryAfterMs: pauseOf(response.headers.get('retry-after')),
    readJson: () => readJson(response),
  };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await boundedText(response);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw lost('The payment gateway broke off its answer', error);
  }
  if (size > maxBytes) {
    throw new GatewayUnavailable(`The payment gateway's answer is larger than ${maxBytes} bytes`, {});
  }
  return Buffer.concat(chunks).toString();
}

/** Of fetch's errors only the cause says something. */
function lost(what: string, error: unknown): Error {
  const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
  return new GatewayUnavailable(cause?.code === undefined ? what : `${what} (${cause.code})`, {
    cause: error,
  });
}

/** Seconds or a date, as milliseconds from now, of which nobody can make us wait for ever. */
function pauseOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  const pause = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(pause) ? undefined : Math.min(Math.max(pause, 0), longestPauseMs);
}
