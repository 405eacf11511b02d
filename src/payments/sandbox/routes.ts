import type { IncomingMessage } from 'node:http';
import { factJson } from '../fact-json.js';
import type { Answer } from './answer.js';
import { type AskedOperation, readOperation } from './asked-operation.js';
import type { Entry } from './book.js';
import type { Ledger } from './ledger.js';
import { Problem } from './problem.js';
import { tokens } from './tokens.js';

export interface RoutesOptions {
  readonly ledger: Ledger;
  readonly answer: (asked: AskedOperation) => Promise<Answer>;
  readonly secret: string | undefined;
}

const maxBytes = 64 * 1024;

/** What GET / says. */
const welcome = {
  sandbox: 'A payment gateway that moves no money, for Retrace; docs/payment-gateway.md tells all',
  operations: [
    'POST /authorizations',
    'POST /authorizations/:id/captures',
    'POST /authorizations/:id/voids',
    'POST /captures/:id/refunds',
  ],
  ledger: 'GET /ledger',
  tokens: Object.fromEntries(Object.entries(tokens).map(([name, { says }]) => [name, says])),
};

/** Answers whatever is asked. Throws a Problem where that cannot be done. */
export function sandboxRoutes({ ledger, answer, secret }: RoutesOptions) {
  const reads: Readonly<Record<string, () => object | Promise<object>>> = {
    '/': () => welcome,
    '/ledger': () => ledger.read(({ entries }) => entries.map(shown)),
  };
  return async (request: IncomingMessage): Promise<Answer> => {
    const { method, url = '', headers } = request;
    const read = Object.hasOwn(reads, url) ? reads[url] : undefined;
    if (method === 'GET' && read) return { status: 200, body: await read() };
    if (method !== 'POST') throw new Problem(404, 'Nothing is here. GET / tells what there is');
    if (secret !== undefined && headers.authorization !== `Bearer ${secret}`) {
      throw new Problem(401, 'The bearer token is missing or wrong');
    }
    const asked = readOperation(url, headers['idempotency-key'], await readJson(request));
    if (asked === undefined) throw new Problem(404, 'Nothing is here. GET / tells what there is');
    return answer(asked);
  };
}

const shown = ({ fact, token, at }: Entry): object => ({ ...factJson(fact), token, at });

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Kept open where it is too large: the answer says so.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) throw new Problem(413, `The body is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Problem(400, 'The body is no JSON');
  }
}
