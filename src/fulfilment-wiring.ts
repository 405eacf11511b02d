import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { fulfilmentMetrics, gatewayMetrics } from './metrics/fulfilment-metrics.js';
import type { Metrics } from './metrics/metrics.js';
import { type OnPoint, startFulfilment } from './order-fulfilment/index.js';
import type { Orders } from './orders/index.js';
import { type GatewayObserver, httpGateway, paymentWebhooks, startSandboxGateway } from './payments/index.js';
import type { Feed } from './processors/feed/feed.js';
import type { Storage } from './storage.js';

/** Whether orders can be paid: through the gateway that is set, or the sandbox that comes with embedded Postgres. */
export const takesPayments = (config: Config): boolean =>
  config.PAYMENT_GATEWAY_URL !== undefined || config.DATABASE_URL === undefined;

export interface FulfilmentParts {
  readonly config: Config;
  readonly log: Logger;
  readonly storage: Storage;
  readonly feed: Feed;
  readonly orders: Orders;
  readonly metrics: Metrics;
  /** The address of this server, once it listens. */
  serverUrl(): string;
  readonly onPoint?: OnPoint | undefined;
}

/** The process that fulfils orders, with the gateway that it asks and the webhooks that the gateway tells. */
export async function startOrderFulfilment(parts: FulfilmentParts) {
  const { config, log, storage, feed, orders, metrics, onPoint } = parts;
  const secret = config.PAYMENT_WEBHOOK_SECRET ?? (hasSandbox(config) ? newSecret() : undefined);
  const sandbox = hasSandbox(config) && secret ? await startSandbox(parts, secret) : undefined;
  const url = config.PAYMENT_GATEWAY_URL ?? sandbox?.url;
  if (sandbox)
    log.info(`Payments go to a sandbox gateway, which moves no money: ${sandbox.url} lists its tokens`);
  else if (url) log.info(`Payments go to ${new URL(url).origin}`);
  else log.info('No payment gateway is set up, so orders take no payment: set PAYMENT_GATEWAY_URL');
  const gateway =
    url === undefined
      ? undefined
      : httpGateway({
          url,
          secret: config.PAYMENT_GATEWAY_SECRET,
          timeoutMs: config.PAYMENT_TIMEOUT_MS,
          observer: gatewayObserver(parts),
        });
  const { db, store } = storage;
  const fulfilment = await startFulfilment({
    ...{ db, store, feed, orders, gateway, onPoint },
    reservationMinutes: config.RESERVATION_MINUTES,
    retries: { attempts: config.FULFILMENT_ATTEMPTS },
    onTrouble: (what, error, orderId) =>
      log.error({ orderId, reason: String(error) }, `the fulfilment of orders ${what}`),
  });
  fulfilmentMetrics(metrics, fulfilment);
  return {
    fulfilments: fulfilment.fulfilments,
    webhooks: paymentWebhooks({ secret, record: fulfilment.record }),
    async stop() {
      await fulfilment.stop();
      await sandbox?.stop();
    },
  };
}

/** Besides its metrics, outages of the gateway are told in the log. */
function gatewayObserver({ metrics, log }: FulfilmentParts): GatewayObserver {
  const counted = gatewayMetrics(metrics);
  let isAnswering = true;
  return {
    onCall: counted.onCall,
    onBreaker(state) {
      counted.onBreaker(state);
      if (state === 'half-open' || isAnswering === (state === 'closed')) return;
      isAnswering = state === 'closed';
      if (isAnswering) log.info('the payment gateway answers again');
      else log.warn('the payment gateway does not answer; orders with a payment wait for it');
    },
  };
}

const hasSandbox = (config: Config): boolean =>
  takesPayments(config) && config.PAYMENT_GATEWAY_URL === undefined;

const newSecret = (): string => randomBytes(32).toString('hex');

const startSandbox = ({ config, log, serverUrl }: FulfilmentParts, secret: string) =>
  startSandboxGateway({
    ...{ host: '127.0.0.1', port: 0, log, slowMs: 2 * config.PAYMENT_TIMEOUT_MS },
    ledger: join(config.DATA_DIR, 'sandbox-gateway'),
    webhooks: { url: () => new URL('/webhooks/payments', serverUrl()).href, secret },
  });
