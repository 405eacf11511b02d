import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { badRequest } from './errors.js';
import type { LimitDetails } from './limits/limit-error.js';

const howToSend =
  'Send a JSON object such as {"query": "{ __typename }"} with content-type application/json.';

/** Reads the body as a JSON object of at most `maxBytes`; throws a refusal that says what to send instead. */
export async function readJsonObject(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Record<string, unknown>> {
  refuseOtherMediaTypes(request);
  const bytes = await readBytes(request, maxBytes, 'MAX_BODY_BYTES');
  if (bytes.length === 0) throw badRequest(400, `The request has no body. ${howToSend}`);
  if (!isUtf8(bytes)) throw badRequest(400, `The request body is not UTF-8. ${howToSend}`);
  const value = parseJson(bytes.toString());
  if (Array.isArray(value)) throw batched(value.length);
  if (typeof value !== 'object' || value === null) {
    throw badRequest(400, `The request body is not a JSON object. ${howToSend}`);
  }
  if (Object.keys(value).length === 0) throw badRequest(400, `The request body has no query. ${howToSend}`);
  return value as Record<string, unknown>;
}

const jsonMediaType = /^application\/json *(; *charset="?utf-8"? *)?$/i;

function refuseOtherMediaTypes({ headers }: IncomingMessage): void {
  if (!jsonMediaType.test(headers['content-type'] ?? '')) {
    throw badRequest(415, `The content type must be application/json in UTF-8. ${howToSend}`);
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw badRequest(415, 'The request body is compressed. Send it as it is.');
  }
}

/** The body as it came, of at most `maxBytes`; rejects with a refusal where it is larger or ends too soon. */
export function readBytes(request: IncomingMessage, maxBytes: number, setting?: string): Promise<Buffer> {
  if (Number(request.headers['content-length']) > maxBytes)
    return Promise.reject(tooLarge(maxBytes, setting));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else reject(tooLarge(maxBytes, setting));
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', () => reject(badRequest(400, 'The request ended before its body was complete.')));
  });
}

function tooLarge(max: number, setting: string | undefined): Error {
  const named = setting === undefined ? '' : ` (${setting})`;
  return badRequest(
    413,
    `The request body is larger than ${max} bytes${named}. Send less, or several requests.`,
    {
      ...{ limit: 'bodyBytes', max },
      ...(setting !== undefined && { setting }),
    } satisfies LimitDetails,
  );
}

const batched = (found: number): Error =>
  badRequest(400, 'The request body is a list. Send one operation at a time.', {
    ...{ limit: 'operations', found, max: 1 },
  } satisfies LimitDetails);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, `The request body is not valid JSON, or was cut off. ${howToSend}`);
  }
}
