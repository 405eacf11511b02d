import { execute } from 'graphql';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database/database.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { createInMemoryStore } from '../event-store/in-memory-store.js';
import { defaultLimits, documentReader } from '../graphql/documents.js';
import type { FormattedError } from '../graphql/errors.js';
import { listRoom } from '../graphql/limits/list-items.js';
import { createOrders, orderEventSchemas } from '../orders/index.js';
import { createPersonalData } from '../personal-data/index.js';
import { startFeed } from '../processors/feed/feed.js';
import { schema } from '../schema.js';

/** The API, whichever way one reaches it, and the store behind it. */
export interface Api {
  readonly store: EventStore;
  ask(query: string, variables?: object): Promise<Answer>;
}

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  readonly data?: any;
  readonly errors?: readonly Pick<FormattedError, 'message' | 'extensions'>[];
}

/** The API without transport, over a store in memory. Products and customers are those of `db`; no order list. */
export async function startInMemoryApi(db: Db, now: () => number): Promise<Api & { stop(): Promise<void> }> {
  const store = createInMemoryStore({ schemas: orderEventSchemas, now });
  const feed = await startFeed({ store, onError: console.error });
  const personalData = createPersonalData(db);
  const log = pino({ level: 'silent' });
  const audit = { record: async () => undefined };
  const shared = { db, personalData, store, feed, orders: createOrders({ store, db }), audit, log };
  const caller = { actor: 'tester', roles: new Set(['admin']) };
  const prepare = documentReader(schema, defaultLimits);
  return {
    store,
    async ask(query, variables = {}) {
      const prepared = prepare(query);
      if (prepared.errors) return prepared as unknown as Answer;
      const contextValue = {
        ...shared,
        caller,
        listRoom: listRoom(5_000),
        requestId: uuidv7(),
        correlationId: uuidv7(),
      };
      const { document } = prepared;
      const variableValues = { ...variables };
      return (await execute({ schema, document, contextValue, variableValues })) as unknown as Answer;
    },
    stop: () => feed.stop(),
  };
}
