import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../../testing/server-process.js';
import type { CallOutcome } from '../http/gateway-observer.js';
import { httpGateway } from '../http/http-gateway.js';
import { GatewayRefusal, type PaymentFact, type PaymentOperation } from '../payment-gateway.js';
import { type SandboxGateway, type SandboxOptions, startSandboxGateway } from './sandbox-gateway.js';
import { tokens } from './tokens.js';

const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const usd = (minor: number) => ({ minor, currency: 'USD' });
const log = pino({ level: 'silent' });

let folder: string;
let running: SandboxGateway[];
let sandbox: SandboxGateway;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrace-sandbox-'));
  running = [];
  sandbox = await start();
});
afterEach(async () => {
  await Promise.all(running.map((it) => it.stop()));
  await rm(folder, { recursive: true });
});

/** Another sandbox on the same ledger. */
async function start(options: Partial<SandboxOptions> = {}): Promise<SandboxGateway> {
  const times = { laterMs: 50, slowMs: 60_000 };
  const started = await startSandboxGateway({
    ...{ host: '127.0.0.1', port: 0, ledger: folder, log, ...times, ...options },
  });
  running.push(started);
  return started;
}

const outcomes: CallOutcome[] = [];
/** The adapter before a sandbox. */
const adapter = ({ url }: SandboxGateway = sandbox, timeoutMs = 10_000) => {
  outcomes.length = 0;
  const observer = { onCall: (it: { outcome: CallOutcome }) => outcomes.push(it.outcome), onBreaker() {} };
  return httpGateway({ url, timeoutMs, retryMs: 1, breakerFailures: 100, observer });
};
const hurried = () => adapter(sandbox, 300);

/** Carries out an operation with a key of its own, unless it has one. */
const ask = (operation: object, gateway = adapter()) =>
  gateway.carryOut({ orderId, key: randomUUID(), ...operation } as PaymentOperation);
const done = async (operation: object, gateway = adapter()) =>
  (await ask(operation, gateway)) as PaymentFact & { readonly id: string };

const authorize = (token = 'tok_ok', minor = 1_000) => ({ kind: 'AUTHORIZE', token, amount: usd(minor) });
const capture = (authorizationId: string, minor: number) => ({
  ...{ kind: 'CAPTURE', authorizationId, amount: usd(minor) },
});
const release = (authorizationId: string, minor: number) => ({
  ...{ kind: 'VOID', authorizationId, amount: usd(minor) },
});
const refund = ({ id: captureId, authorizationId }: PaymentFact, minor: number) => ({
  ...{ kind: 'REFUND', captureId, authorizationId, amount: usd(minor) },
});

async function get(path: string, { url } = sandbox) {
  return JSON.parse(await (await fetch(url + path)).text());
}
const kinds = async () => (await get('/ledger')).map((it: { kind: string }) => it.kind);

describe('an authorisation', () => {
  it('is voided, captured and refunded part by part, and the ledger tells all of it once', async () => {
    const { id } = await done(authorize());
    await done(release(id, 300));
    const first = await done(capture(id, 400));
    await done(capture(id, 300));
    await done(refund(first, 150));
    await done(refund(first, 250));
    const ledger = await get('/ledger');
    expect(ledger.map(({ kind, amount }: never) => [kind, (amount as { amount: string }).amount])).toEqual([
      ['AUTHORIZED', '10.00'],
      ['VOIDED', '3.00'],
      ['CAPTURED', '4.00'],
      ['CAPTURED', '3.00'],
      ['REFUNDED', '1.50'],
      ['REFUNDED', '2.50'],
    ]);
    expect(ledger[4]).toEqual({
      ...{ kind: 'REFUNDED', id: expect.stringMatching(/^ref_/), orderId, operation: expect.any(String) },
      ...{ authorizationId: id, captureId: first.id, amount: { amount: '1.50', currency: 'USD' } },
      ...{ reason: null, token: 'tok_ok', at: expect.any(String) },
    });
  });

  it.each<[string, (id: string, captured: PaymentFact) => object]>([
    ['more captured than is held', (id) => capture(id, 501)],
    ['more voided than is held', (id) => release(id, 501)],
    ['more refunded than was captured', (_id, captured) => refund(captured, 401)],
    ['captured in other money', (id) => ({ ...capture(id, 1), amount: { minor: 1, currency: 'JPY' } })],
    ['captured for another order', (id) => ({ ...capture(id, 1), orderId: orderId.replace('0', '1') })],
    ['captured by another id', () => capture('auth_7', 1)],
    ['captured by the id of a capture', (_id, captured) => capture(captured.id, 1)],
    ['refunded by another id', (_id, captured) => refund({ ...captured, id: 'cap_7' }, 1)],
  ])('is never %s', async (_what, operation) => {
    const { id } = await done(authorize());
    const captured = await done(capture(id, 400));
    await done(release(id, 100));
    await expect(ask(operation(id, captured))).rejects.toThrow(GatewayRefusal);
    expect(await kinds()).toEqual(['AUTHORIZED', 'CAPTURED', 'VOIDED']);
  });

  it('is not spent twice by captures at once, in two processes', async () => {
    const { id } = await done(authorize());
    const gateways = [adapter(sandbox), adapter(await start())];
    const captures = Array.from({ length: 16 }, (_, i) => ask(capture(id, 300), gateways[i % 2]));
    const settled = await Promise.allSettled(captures);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await kinds()).toEqual(['AUTHORIZED', 'CAPTURED', 'CAPTURED', 'CAPTURED']);
  });
});

describe('an idempotency key', () => {
  it('takes effect once, however often and wherever it comes', async () => {
    const gateways = [adapter(sandbox), adapter(await start())];
    const asked = Array.from({ length: 16 }, (_, i) => ask({ ...authorize(), key: 'one' }, gateways[i % 2]));
    const facts = await Promise.all(asked);
    expect(new Set(facts.map((it) => (it as PaymentFact).id)).size).toBe(1);
    expect(await kinds()).toEqual(['AUTHORIZED']);
  });

  it('is remembered by the next process', async () => {
    const fact = await ask({ ...authorize(), key: 'one' });
    await sandbox.stop();
    running = [];
    sandbox = await start();
    expect(await ask({ ...authorize(), key: 'one' })).toEqual(fact);
    expect(await kinds()).toEqual(['AUTHORIZED']);
  });

  it('is refused for anything else', async () => {
    const { id } = await done({ ...authorize(), key: 'one' });
    for (const other of [authorize('tok_later'), authorize('tok_ok', 1_001), capture(id, 1_000)])
      await expect(ask({ ...other, key: 'one' })).rejects.toThrow('The key one was used for something else');
    expect(await ask({ ...authorize('tok_later'), key: 'two' })).toBe('UNDECIDED');
    await expect(ask({ ...authorize('tok_later', 1_001), key: 'two' })).rejects.toThrow(GatewayRefusal);
  });

  it('leaves one file behind', async () => {
    await ask(authorize());
    await ask(authorize());
    expect(await readdir(folder)).toEqual(['00000001.json', '00000002.json']);
  });
});

describe('a token', () => {
  it.each([
    ['tok_declined', 'the card was declined'],
    ['tok_insufficient_funds', 'insufficient funds'],
  ])('%s declines, always', async (token, reason) => {
    const declined = await ask({ ...authorize(token), key: 'one' });
    expect(declined).toMatchObject({ kind: 'DECLINED', reason, authorizationId: null });
    expect(await ask({ ...authorize(token), key: 'one' })).toEqual(declined);
    expect(await kinds()).toEqual(['DECLINED']);
  });

  it('tok_timeout never answers, and does nothing', async () => {
    await expect(ask(authorize('tok_timeout'), hurried())).rejects.toThrow('did not answer within 300 ms');
    expect(outcomes).toEqual(['TIMED_OUT', 'TIMED_OUT', 'TIMED_OUT']);
    expect(await kinds()).toEqual([]);
  });

  it('tok_slow does what is asked, but answers too late the first time', async () => {
    const { id } = await done(authorize('tok_slow'), hurried());
    expect(outcomes[0]).toBe('TIMED_OUT');
    await done(capture(id, 1_000), hurried());
    expect(outcomes[0]).toBe('TIMED_OUT');
    expect(await kinds()).toEqual(['AUTHORIZED', 'CAPTURED']);
  });

  it.each(['tok_lost', 'tok_fail_once'])(
    '%s spoils the first answer to each key, of each operation; all is done once',
    async (token) => {
      const gateway = adapter();
      const spoilt = 'UNAVAILABLE';
      const { id } = await done(authorize(token), gateway);
      await done(refund(await done(capture(id, 600), gateway), 100), gateway);
      await done(release(id, 400), gateway);
      expect(outcomes).toEqual([spoilt, 'DONE', spoilt, 'DONE', spoilt, 'DONE', spoilt, 'DONE']);
      expect(await kinds()).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED', 'VOIDED']);
    },
  );

  it.each([
    ['tok_later', 'AUTHORIZED'],
    ['tok_later_declined', 'DECLINED'],
  ])('%s is decided a moment later, once', async (token, kind) => {
    const operation = { ...authorize(token), key: 'one' };
    expect(await ask(operation)).toBe('UNDECIDED');
    await expect.poll(() => ask(operation)).toMatchObject({ kind });
    expect(await kinds()).toEqual([kind]);
  });

  it('tok_capture_fails refuses every capture, and voids', async () => {
    const { id } = await done(authorize('tok_capture_fails'));
    for (const minor of [1, 1_000]) await expect(ask(capture(id, minor))).rejects.toThrow(GatewayRefusal);
    expect(await done(release(id, 1_000))).toMatchObject({ kind: 'VOIDED' });
  });

  it('tok_refund_fails refuses every refund, and captures', async () => {
    const { id } = await done(authorize('tok_refund_fails'));
    const captured = await done(capture(id, 1_000));
    await expect(ask(refund(captured, 1))).rejects.toThrow(GatewayRefusal);
    expect(await kinds()).toEqual(['AUTHORIZED', 'CAPTURED']);
  });

  it.each(['tok_anything', '__proto__', 'constructor'])('%s works', async (token) => {
    expect(await ask(authorize(token))).toMatchObject({ kind: 'AUTHORIZED' });
  });
});

describe('the table of tokens', () => {
  it('is the same in the code, at GET / and in the documentation', async () => {
    const table = Object.entries(tokens).map(([token, { says }]) => `| \`${token}\` | ${says} |`);
    const documentation = await readFile(`${projectFolder}docs/payment-gateway.md`, 'utf8');
    expect(documentation.split('\n').filter((line) => line.startsWith('| `tok_'))).toEqual(table);
    const { tokens: told } = await get('/');
    expect(Object.entries(told).map(([token, says]) => `| \`${token}\` | ${says} |`)).toEqual(table);
  });
});

describe('over HTTP', () => {
  const valid = { orderId, token: 'tok_ok', amount: { amount: '1.00', currency: 'USD' } };
  const post = (path: string, body: unknown, headers: Record<string, string> = { 'idempotency-key': 'k' }) =>
    fetch(sandbox.url + path, {
      ...{ method: 'POST', headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it.each<[number, string, unknown, Record<string, string>?]>([
    [400, '/authorizations', valid, {}],
    [400, '/authorizations', '{'],
    [400, '/authorizations', { ...valid, token: '' }],
    [400, '/authorizations', { ...valid, orderId: 7 }],
    [400, '/authorizations', { ...valid, amount: { amount: '0', currency: 'USD' } }],
    [400, '/authorizations/%zz/captures', valid],
    [404, '/authorizations/a/b/captures', valid],
    [404, '/refunds', valid],
    [413, '/authorizations', 'x'.repeat(65_537)],
  ])('answers %d to POST %s of what it cannot do', async (status, path, body, headers) => {
    const response = await post(path, body, headers);
    expect([response.status, await response.json()]).toEqual([
      status,
      { error: { message: expect.any(String) } },
    ]);
    expect(await kinds()).toEqual([]);
  });

  it('answers 201 to what it does, and 200 when that is asked again', async () => {
    const [first, second] = [await post('/authorizations', valid), await post('/authorizations', valid)];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await second.json()).toEqual(await first.json());
  });

  it('wants its secret, where it has one', async () => {
    const guarded = await start({ secret: 's3cret' });
    const with_ = (secret?: string) =>
      ask(authorize(), httpGateway({ url: guarded.url, secret, timeoutMs: 5_000, retryMs: 1 }));
    await expect(with_()).rejects.toThrow('status 401');
    await expect(with_('s3cres')).rejects.toThrow('status 401');
    expect(await with_('s3cret')).toMatchObject({ kind: 'AUTHORIZED' });
  });

  it('stops at once, whoever waits', async () => {
    const patient = adapter(await start({ laterMs: 60_000 }), 60_000);
    const waiting = ['tok_timeout', 'tok_slow'].map((token) => ask(authorize(token), patient));
    expect(await ask(authorize('tok_later'), patient)).toBe('UNDECIDED');
    await expect.poll(kinds).toEqual(['AUTHORIZED']);
    await running.pop()?.stop();
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
  });
});
