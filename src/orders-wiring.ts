import type { Logger } from 'pino';
import type { Config } from './config.js';
import { takesPayments } from './fulfilment-wiring.js';
import { createOrders, foldFingerprint, liveOrders } from './orders/index.js';
import { startFeed } from './processors/feed/feed.js';
import { startDispatcher } from './processors/live/dispatcher.js';
import { startProjections } from './projections-wiring.js';
import { redisTexts } from './shared-cache/redis-texts.js';
import { sharedSnapshots } from './shared-cache/shared-snapshots.js';
import type { Storage } from './storage.js';

/** Orders, the feed that tells of them, and what follows it: read models and live answers. */
export async function startOrders(config: Config, storage: Storage, log: Logger) {
  const { db, store } = storage;
  const onError = (error: unknown) =>
    log.warn({ reason: String(error) }, 'the feed cannot be read; trying again');
  const feed = await startFeed({ store, onError });
  const dispatcher = startDispatcher({ feed, onError });
  const texts = config.REDIS_URL === undefined ? undefined : redisTexts({ url: config.REDIS_URL, log });
  const orders = createOrders({
    store,
    db,
    shared: texts && sharedSnapshots({ texts, store, fold: foldFingerprint() }),
    takesPayments: takesPayments(config),
  });
  const projections = await startProjections(storage, feed, orders, log);
  return {
    serving: { feed, dispatcher, orders, liveOrders: liveOrders({ dispatcher, orders }), ...projections },
    async stop() {
      await projections.orderList.stop();
      await feed.stop();
      texts?.close();
    },
  };
}
