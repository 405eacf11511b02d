import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { factJson } from '../fact-json.js';
import { httpGateway } from '../http/http-gateway.js';
import type { PaymentFact, PaymentGateway, PaymentOperation } from '../payment-gateway.js';
import { isSigned, signatureHeader } from '../webhook-signature.js';
import { type SandboxGateway, startSandboxGateway } from './sandbox-gateway.js';

const secret = 'a secret of the two';
const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const common = { orderId, amount: { minor: 1_000, currency: 'USD' } };

let folder: string;
let receiver: Server;
let sandbox: SandboxGateway;
let gateway: PaymentGateway;
/** What has come, and how it is answered by turns; 204 when nothing is left. */
let told: PaymentFact[];
let answers: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrace-sandbox-'));
  told = [];
  answers = [];
  receiver = createServer(async (request, response) => {
    const body = await buffer(request);
    if (!isSigned(body, request.headers[signatureHeader], secret, Date.now())) return response.destroy();
    told.push(JSON.parse(`${body}`));
    response.writeHead(answers.shift() ?? 204).end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  sandbox = await startSandboxGateway({
    ...{ host: '127.0.0.1', port: 0, ledger: folder, log: pino({ level: 'silent' }) },
    ...{ laterMs: 20, repeatMs: 1_500, webhooks: { url: () => `http://127.0.0.1:${port}/webhooks`, secret } },
  });
  gateway = httpGateway({ url: sandbox.url, timeoutMs: 10_000, retryMs: 1 });
});
afterEach(async () => {
  await sandbox.stop();
  receiver.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

const authorize = (token: string): PaymentOperation => ({ ...common, kind: 'AUTHORIZE', key: 'a', token });
const capture = (authorizationId: string): PaymentOperation => ({
  ...{ ...common, kind: 'CAPTURE', key: 'c', authorizationId },
});

describe('the sandbox tells by signed webhook', () => {
  it.each(['tok_ok', 'tok_declined', 'tok_lost'])('what it answered, once: %s', async (token) => {
    const asked = Array.from({ length: 8 }, () => gateway.carryOut(authorize(token)));
    const [fact] = (await Promise.all(asked)) as [PaymentFact];
    const next = await gateway.carryOut({ ...authorize('tok_ok'), key: 'b' });
    await expect.poll(() => told).toContainEqual(factJson(next as PaymentFact));
    expect(told.filter(({ operation }) => operation === 'a')).toEqual([factJson(fact)]);
  });

  it.each([
    ['tok_later', 'AUTHORIZED'],
    ['tok_later_declined', 'DECLINED'],
  ])('what it did not answer: %s', async (token, kind) => {
    expect(await gateway.carryOut(authorize(token))).toBe('UNDECIDED');
    await expect.poll(() => told).toMatchObject([{ kind, operation: 'a' }]);
  });

  it('again where it is not taken, until it is', async () => {
    answers = [503, 302, 404];
    await gateway.carryOut(authorize('tok_ok'));
    await expect.poll(() => told, { timeout: 20_000 }).toHaveLength(4);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  it('all of it twice, the second time in another order: tok_twice', async () => {
    const { id } = (await gateway.carryOut(authorize('tok_twice'))) as PaymentFact;
    await expect.poll(() => told).toHaveLength(1);
    await gateway.carryOut(capture(id));
    await expect
      .poll(() => told.map(({ kind }) => kind), { timeout: 5_000 })
      .toEqual([...['AUTHORIZED', 'CAPTURED'], ...['CAPTURED', 'AUTHORIZED']]);
  });
});
