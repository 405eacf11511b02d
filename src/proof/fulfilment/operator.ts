import { uuidv7 } from 'uuidv7';
import { orderApi } from '../../testing/order-api.js';
import { untilAtRest } from './rest.js';
import { refusable, type Scene } from './scene.js';

/** What a human would say of the step that an order waits with, having looked at the gateway's ledger. */
export async function settle(scene: Scene, orderId: string): Promise<void> {
  const { version } = await orderApi(scene.url).order(orderId, 'version');
  const { rows } = await scene.client.query(
    `select data from event_store.events where stream_id = $1 and type = 'FulfilmentPaused'
     order by version desc limit 1`,
    [orderId],
  );
  const { step, operation } = rows[0].data;
  const entry = (await scene.gateway.ledger()).find((it) => it.operation === operation?.key);
  const found = entry && entry.kind !== 'DECLINED' ? entry.id : undefined;
  const own = !entry && canBeDoneByHand(step) && version % 2 > 0 ? `by-hand-${uuidv7()}` : undefined;
  const reference = found ?? own;
  const outcome = operation && reference ? { outcome: 'DONE', reference } : { outcome: 'NOT_DONE' };
  await refusable(scene, 'settleFulfilment', {
    orderId,
    expectedVersion: version,
    reason: 'Seen to',
    ...outcome,
  });
}

const canBeDoneByHand = (step: string): boolean => step === 'CAPTURE_PAYMENT' || step === 'REFUND_PAYMENT';

/** Sees to all orders that wait, until none does: tries them again, and settles those that wait yet. */
export async function seeToAll(scene: Scene): Promise<void> {
  for (let round = 1; round < 20; round += 1) {
    await untilAtRest(scene.client);
    const waiting = await waitingOrders(scene.url);
    if (waiting.length === 0) return;
    const see = round === 1 ? tryAgain : settle;
    await Promise.all(waiting.map((orderId) => see(scene, orderId)));
  }
  throw new Error(`Orders wait however often they are seen to: ${await waitingOrders(scene.url)}`);
}

const tryAgain = (scene: Scene, orderId: string) =>
  refusable(scene, 'retryFulfilment', { orderId, reason: 'The gateway should work now' });

async function waitingOrders(url: string): Promise<readonly string[]> {
  const { fulfilments } = await orderApi(url).run(
    '{ fulfilments(state: WAITING, first: 100) { nodes { orderId } } }',
  );
  return fulfilments.nodes.map(({ orderId }: { orderId: string }) => orderId);
}
