import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { orderApi } from '../../testing/order-api.js';
import { checkStore, comeToRest } from './aftermath/aftermath.js';
import { readHistory } from './aftermath/read-history.js';
import { check } from './checker/check.js';
import type { History, Place, Violation } from './checker/history.js';
import type { Load, LoadOptions } from './clients/load.js';
import type { Nemesis } from './nemesis/nemesis.js';
import { type Random, seeded } from './random.js';
import { customers } from './stage/shop.js';
import type { Stage } from './stage/stage.js';

export interface CampaignOptions {
  readonly stage: Stage;
  readonly seed: number;
  /** Client processes, or what stands for them. */
  readonly clients: number;
  readonly sessions: number;
  /** Milliseconds that an answer may take. */
  readonly timeout: number;
  /** Whether orders are paid, and so fulfilled. */
  readonly payments: boolean;
  startClient(options: LoadOptions): Load;
  startNemesis(random: Random): Nemesis;
  /** How far it has come, each second. Answers whether it is enough. */
  onProgress(progress: Progress): boolean;
  /** Told what comes next. */
  onPhase?(phase: string): void;
}

export interface Progress {
  /** That were answered. */
  readonly operations: number;
  /** Commands among them that were carried out. */
  readonly written: number;
  readonly told: number;
  readonly nemesis: Nemesis;
}

export interface Report {
  readonly history: History;
  readonly violations: readonly Violation[];
  readonly nemesis: Nemesis;
  /** How often subscribers went on with another connection. */
  readonly resumed: number;
  /** Milliseconds that the checker took. */
  readonly checking: number;
}

/** Load and faults at once; then, when all is quiet, the checks. */
export async function runCampaign(options: CampaignOptions): Promise<Report> {
  const { stage, clients, sessions, timeout, payments, onPhase = () => {} } = options;
  const random = seeded(options.seed);
  const urls = stage.servers.map(({ url }) => url);
  const ledgers = Array.from({ length: clients }, (_, i) => join(stage.folder, `client-${i}.jsonl`));
  const loads = ledgers.map((ledger, i) =>
    options.startClient({
      name: `c${i}`,
      urls,
      ledger,
      seed: random.below(2 ** 31),
      sessions,
      timeout,
      payments,
    }),
  );
  const nemesis = options.startNemesis(random);
  const progress = (): Progress => ({ ...totals(loads), nemesis });
  while (!options.onProgress(progress())) await delay(250);

  onPhase('the faults end');
  await nemesis.stop();
  onPhase('the clients come to an end');
  await Promise.all(loads.map((load) => load.quiet()));
  onPhase('the orders come to rest');
  const restless = await comeToRest(stage);
  const last = await closingOrders(urls[0] as string);
  onPhase('the subscribers catch up');
  await Promise.all(loads.map((load) => load.finish(last)));
  onPhase('the store is looked through');
  const broken = await checkStore(stage);
  onPhase('the history is read and checked');
  const history = await readHistory(stage.client, ledgers);
  const began = performance.now();
  const violations = [...check(history), ...restless, ...broken];
  const checking = performance.now() - began;
  const resumed = loads.reduce((sum, { counts }) => sum + counts.resumed, 0);
  return { history, violations, nemesis, resumed, checking };
}

function totals(loads: readonly Load[]) {
  let [operations, written, told] = [0, 0, 0];
  for (const { counts } of loads) {
    const { unknown: _, ...answered } = counts.operations;
    for (const count of Object.values(answered)) operations += count;
    written += answered.written;
    told += counts.told;
  }
  return { operations, written, told };
}

/** An order of each customer, whose second event is the last for whoever follows that customer, or all. */
async function closingOrders(url: string): Promise<Record<string, Place>> {
  const last: Record<string, Place> = {};
  for (const customerId of customers) {
    const [productId, quantity] = ['amber', 1];
    const orderId = await orderApi(url).createOrder({ customerId, items: [{ productId, quantity }] });
    await orderApi(url).change('addOrderItem', { orderId, item: { productId, quantity } }, 'cursor');
    last[customerId] = [orderId, 2];
  }
  return last;
}
