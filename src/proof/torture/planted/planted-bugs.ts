import type { FaultName } from '../nemesis/faults.js';

/** A change of the compiled server. */
export interface Patch {
  /** In the folder of the build. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface PlantedBug {
  readonly patch: Patch;
  /** What the checker has to call it. */
  readonly anomaly: string;
  /** What has to happen for it to show. */
  readonly faults?: readonly FaultName[];
}

/** Ways in which a server can break its promises. */
export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  'reads are cached for half a second': {
    anomaly: 'stale read',
    patch: {
      file: 'event-sourcing/aggregate.js',
      find: 'async load(streamId) {',
      replace: `async load(streamId) {
        const cached = (globalThis.planted ??= new Map()).get(streamId);
        if (cached && performance.now() - cached.at < 500) return cached.state;
        const state = await this.loadNow(streamId);
        globalThis.planted.set(streamId, { state, at: performance.now() });
        return state;
      },
      async loadNow(streamId) {`,
    },
  },
  'a commit is taken back after it was answered, now and then': {
    anomaly: 'lost update',
    patch: {
      file: 'event-store/append.js',
      find: 'const { rows } = await connection.query(text, parameters(lane, appends));',
      replace: `const client = await connection.connect();
      await client.query('begin');
      const { rows } = await client.query(text, parameters(lane, appends));
      const isDropped = appends[0].events[0]?.type === 'OrderItemQuantityChanged' && Math.random() < 0.2;
      await client.query(isDropped ? 'rollback' : 'commit');
      client.release();`,
    },
  },
  'idempotency keys are not looked at': {
    anomaly: 'key with two effects',
    patch: {
      file: 'orders/orders.js',
      find: 'const key = idempotencyKey && {',
      replace: 'const key = undefined && {',
    },
  },
  'expected versions are not looked at': {
    anomaly: 'missed conflict',
    patch: {
      file: 'orders/orders.js',
      find: 'const { orderId, expectedVersion, idempotencyKey, ...change } = parsed;',
      replace: `const { orderId, expectedVersion: _, idempotencyKey, ...change } = parsed;
      const expectedVersion = undefined;`,
    },
  },
  'a conflict is answered at random': {
    anomaly: 'false conflict',
    patch: {
      file: 'event-sourcing/command-handler.js',
      find: 'return async function handle(request) {',
      replace: `return async function handle(request) {
        if (request.expectedVersion !== undefined && Math.random() < 0.3)
          return staleVersion(store, request.expectedVersion, await aggregates.load(request.streamId));`,
    },
  },
  'an append whose answer was lost is written again': {
    anomaly: 'wrong effect',
    faults: ['connection cut after a commit'],
    patch: {
      file: 'event-store/postgres-store.js',
      find: 'const judgement = await retried((until) => tryAppend(append, until));',
      replace: `let again = false;
      const judgement = await retried((until) => {
        const blind = { expectedVersion: 'any', idempotencyKey: undefined };
        const events = append.events.map((event) => ({ ...event, id: crypto.randomUUID() }));
        const sent = again ? { ...append, ...blind, events } : append;
        again = true;
        return tryAppend(sent, until);
      });`,
    },
  },
  'the feed is in order of time': {
    anomaly: 'wrong feed page',
    patch: {
      file: 'event-store/read-lane.js',
      find: `.orderBy('position')`,
      replace: `.orderBy('recorded_at').orderBy('event_id', 'desc')`,
    },
  },
  'a page of the feed forgets its last event': {
    anomaly: 'feed page ends too soon',
    patch: {
      file: 'orders/graphql/order-feed.js',
      find: 'return { items, endCursor',
      replace: 'return { items: items.length > 5 ? items.slice(0, -1) : items, endCursor',
    },
  },
  'subscribers are told an event twice, now and then': {
    anomaly: 'told twice',
    patch: {
      file: 'processors/live/dispatcher.js',
      find: 'tell(dispatched);',
      replace: '(tell(dispatched), Math.random() < 0.05 && tell(dispatched));',
    },
  },
  'subscribers are not told an event, now and then': {
    anomaly: 'not told',
    patch: {
      file: 'processors/live/dispatcher.js',
      find: 'tell(dispatched);',
      replace: `(Math.random() > 0.05 || event.version <= 2) && tell(dispatched);`,
    },
  },
  'a rollback goes back to what was skipped': {
    anomaly: 'wrong effect',
    patch: {
      file: 'orders/domain/rollback.js',
      find: 'if (!skipped.includes(toVersion))',
      replace: 'if (toVersion > 0)',
    },
  },
  'more of an item replaces what was there': {
    anomaly: 'wrong state',
    patch: {
      file: 'orders/domain/evolve.js',
      find: 'line.quantity + item.quantity',
      replace: 'item.quantity',
    },
  },
  'past versions are read as they are now': {
    anomaly: 'wrong state',
    patch: {
      file: 'event-sourcing/aggregate.js',
      find: 'async loadAt(streamId, version) {',
      replace: `async loadAt(streamId, version) {
        if (version > 2) return this.load(streamId);`,
    },
  },
  'lists do not wait for what they have to show': {
    anomaly: 'stale list',
    patch: { file: 'orders/graphql/list-page.js', find: 'await freshEnough(list, context);', replace: '' },
  },
};
