import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { DecimalMoney } from '../money/index.js';
import { type PaymentFact, startSandboxGateway } from '../payments/index.js';

/** What happened at the gateway, as it shows it itself. */
export interface GatewayEntry extends Omit<PaymentFact, 'amount'> {
  readonly amount: DecimalMoney;
  /** Of the authorisation that it is, or is about. */
  readonly token: string;
}

export interface TestGateway {
  /** Of a server that pays through it. */
  readonly settings: Readonly<Record<'PAYMENT_GATEWAY_URL' | 'PAYMENT_WEBHOOK_SECRET', string>>;
  /** From now on webhooks go to the server at this address. */
  tell(serverUrl: string): void;
  /** All that it treats in some way of their own, the one that just works first. */
  tokens(): Promise<readonly string[]>;
  /** Oldest first. */
  ledger(): Promise<readonly GatewayEntry[]>;
  /** Tells of all that is in the ledger once more, the newest first: whatever was told in vain is known then. */
  tellAgain(): Promise<void>;
  /** Cuts all connections and forgets what it has not written down; it is back at once, where it was. */
  restart(): Promise<void>;
  /** Its ledger goes too. */
  stop(): Promise<void>;
}

/** Milliseconds; see SandboxOptions. */
export interface GatewayPauses {
  readonly laterMs?: number;
  readonly slowMs?: number;
  readonly repeatMs?: number;
}

const secret = 'between the test gateway and the server';

/** A sandbox gateway of this process, which outlives the servers that pay through it. */
export async function startTestGateway(pauses: GatewayPauses = {}): Promise<TestGateway> {
  const ledger = await mkdtemp(join(tmpdir(), 'retrace-gateway-'));
  let server = 'http://127.0.0.1:9'; // where nobody is
  const url = () => new URL('/webhooks/payments', server).href;
  const log = pino({ level: 'silent' });
  const start = (port: number) =>
    startSandboxGateway({ host: '127.0.0.1', port, ledger, log, webhooks: { url, secret }, ...pauses });
  let sandbox = await start(0);
  const { url: address } = sandbox;
  const ask = async (path: string) => (await fetch(address + path)).json();
  let restarting = Promise.resolve();

  async function restart(): Promise<void> {
    await sandbox.stop();
    sandbox = await start(Number(new URL(address).port));
  }

  const ledgerNow = () => ask('/ledger') as Promise<GatewayEntry[]>;

  return {
    settings: { PAYMENT_GATEWAY_URL: address, PAYMENT_WEBHOOK_SECRET: secret },
    tell(serverUrl) {
      server = serverUrl;
    },
    tokens: async () => Object.keys(((await ask('/')) as { tokens: object }).tokens),
    ledger: ledgerNow,
    async tellAgain() {
      for (const entry of (await ledgerNow()).reverse()) {
        const body = JSON.stringify(entry);
        const headers = { 'payment-signature': signatureOf(body) };
        const { status } = await fetch(url(), { method: 'POST', body, headers });
        if (status !== 204) throw new Error(`${entry.kind} ${entry.id} is not taken: ${status}`);
      }
    },
    restart() {
      restarting = restarting.then(restart);
      return restarting;
    },
    async stop() {
      await sandbox.stop();
      await rm(ledger, { recursive: true, maxRetries: 5 }); // it may be writing yet
    },
  };
}

/** As docs/payment-gateway.md says. */
function signatureOf(body: string): string {
  const timestamp = Math.floor(Date.now() / 1_000);
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}
