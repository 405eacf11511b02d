import type { Logger } from 'pino';
import { foldFingerprint, type Orders, ordersProjection } from './orders/index.js';
import type { Feed } from './processors/feed/feed.js';
import { startProjector } from './processors/projector/projector.js';
import { troubleFields } from './processors/projector/projector-condition.js';
import { createRebuilds } from './processors/rebuild/rebuilds.js';
import type { Storage } from './storage.js';

/** The read models, and what makes them anew. */
export async function startProjections(
  { db, bulk, store }: Storage,
  feed: Feed,
  orders: Orders,
  log: Logger,
) {
  const orderList = await startProjector({
    db,
    feed,
    store,
    stateAt: orders.loadAt,
    projection: ordersProjection,
    lanes: store.lanes,
    onTrouble: (what, error) => log.error(troubleFields(error), `the projection "orders" ${what}`),
  });
  const rebuilds = createRebuilds({
    ...{ bulk, store, code: foldFingerprint() },
    onDone: ({ name }, { events, drift, drifted }) =>
      log[drift ? 'warn' : 'info']({ events, drift, drifted }, `the projection "${name}" was rebuilt`),
    onError: ({ name }, error) =>
      log.error({ reason: String(error) }, `the rebuild of the projection "${name}" was cut off`),
  });
  return { orderList, projectors: [orderList], rebuilds };
}
