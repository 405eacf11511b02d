import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventStoreError, type Rejection, reject } from '../event-sourcing/errors.js';
import { type GreetingServer, startGreetingServer } from '../testing/greeting-server.js';
import { factJson } from './fact-json.js';
import type { PaymentFact } from './payment-gateway.js';
import { paymentWebhooks } from './webhook.js';
import { sign } from './webhook-signature.js';

const secret = 'a secret of the two';
const fact: PaymentFact = {
  ...{ kind: 'CAPTURED', id: 'c1', orderId: '01890a5d-ac96-774b-bcce-b302099a8057', operation: null },
  ...{ authorizationId: 'a1', captureId: 'c1', amount: { minor: 1_250, currency: 'USD' }, reason: null },
};
const body = JSON.stringify(factJson(fact));

let server: GreetingServer;
let recorded: PaymentFact[] = [];
let record: () => Promise<Rejection | undefined>;
beforeAll(async () => {
  const webhooks = paymentWebhooks({
    secret,
    record: (it) => {
      recorded.push(it);
      return record();
    },
  });
  server = await startGreetingServer({ webhooks });
});
afterAll(() => server.stop());

async function send(bytes: string | Uint8Array<ArrayBuffer>, signature?: string, url = server.url) {
  recorded = [];
  const response = await fetch(url.replace('/graphql', '/webhooks/payments'), {
    method: 'POST',
    headers: { 'payment-signature': signature ?? sign(Buffer.from(bytes), secret, Date.now()) },
    body: bytes,
  });
  const answer = await response.text();
  return { status: response.status, errors: answer === '' ? undefined : JSON.parse(answer).errors };
}

describe('a webhook', () => {
  it('is answered with 204 when its fact is recorded, and not before', async () => {
    let durable = () => {};
    record = () => new Promise((resolve) => (durable = () => resolve(undefined)));
    let answered = false;
    const sent = send(body).finally(() => (answered = true));
    await expect.poll(() => recorded).toEqual([fact]);
    expect(answered).toBe(false);
    durable();
    expect(await sent).toEqual({ status: 204, errors: undefined });
  });

  it('of a kind that nobody knows is answered with 204, and logged', async () => {
    expect(await send('{"kind":"DISPUTED","id":7}')).toMatchObject({ status: 204 });
    expect(recorded).toEqual([]);
    expect(server.logged).toContainEqual(expect.objectContaining({ kind: 'DISPUTED', level: 40 }));
  });

  it.each<[string, string | undefined]>([
    ['missing', ''],
    ['wrong', sign(body, 'another secret of theirs', Date.now())],
    ['stale', sign(body, secret, Date.now() - 301_000)],
    ['of another body', sign(`${body}\n`, secret, Date.now())],
  ])('with a signature that is %s is answered with 401, in the same words', async (_how, signature) => {
    expect(await send(body, signature)).toMatchObject({
      status: 401,
      errors: [
        {
          message:
            'The header payment-signature must sign this body with the shared secret, within 5 minutes.',
          extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) },
        },
      ],
    });
    expect(recorded).toEqual([]);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['is empty', ''],
    ['is cut', body.slice(0, -1)],
    ['is no UTF-8', Uint8Array.from(Buffer.from('{"kind":"é"}', 'latin1'))],
    ['is no object', '"CAPTURED"'],
    ['is null', 'null'],
    ['has no kind', '{}'],
    ['has a number as kind', '{"kind":7}'],
  ])('that %s is answered with 400', async (_how, bytes) => {
    const message = 'The body must be a JSON object in UTF-8 with a kind.';
    expect(await send(bytes)).toMatchObject({ status: 400, errors: [{ message }] });
  });

  it('whose fact is malformed is answered with 400, which lists all that is wrong', async () => {
    expect(await send(JSON.stringify({ ...factJson(fact), orderId: '7', id: '' }))).toMatchObject({
      status: 400,
      errors: [{ extensions: { details: [{ path: 'id' }, { path: 'orderId' }] } }],
    });
    expect(recorded).toEqual([]);
  });

  it('of 65,537 bytes is answered with 413, one byte less is read', async () => {
    const padded = (length: number) => body.padEnd(length);
    record = async () => undefined;
    expect(await send(padded(65_536))).toMatchObject({ status: 204 });
    expect(await send(padded(65_537))).toMatchObject({ status: 413 });
    expect(recorded).toEqual([]);
  });

  it.each([
    [404, reject('NOT_FOUND', 'Order 7 does not exist')],
    [422, reject('BUSINESS_RULE_ERROR', 'The order is in EUR')],
  ])('is answered with %d, and why, where it can never be recorded', async (status, rejection) => {
    record = async () => rejection;
    expect(await send(body)).toMatchObject({ status, errors: [{ message: rejection.message }] });
  });

  it.each([
    [503, new EventStoreError('connect ECONNREFUSED')],
    [500, new Error('secret of the code')],
  ])('is answered with %d, and not why, where it cannot be recorded now', async (status, error) => {
    record = () => Promise.reject(error);
    const answer = await send(body);
    expect(answer).toMatchObject({ status, errors: [{ extensions: { retryable: true } }] });
    expect(JSON.stringify(answer)).not.toContain(error.message);
  });

  it('is posted', async () => {
    const response = await fetch(server.url.replace('/graphql', '/webhooks/payments'));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is not there without a secret', async () => {
    const webhooks = paymentWebhooks({ secret: undefined, record: async () => undefined });
    const other = await startGreetingServer({ webhooks });
    expect(await send(body, undefined, other.url)).toMatchObject({ status: 404 });
    await other.stop();
  });
});
