import pino from 'pino';
import type { PostgresConnection } from '../src/database/embedded/index.js';
import { createDb, createPool } from '../src/database/pool.js';
import type { EventStore } from '../src/event-sourcing/event-store.js';
import { openPostgresStore, writerPool } from '../src/event-store/postgres-store.js';
import { createOrders, orderEventSchemas, readOrderAt } from '../src/orders/index.js';
import { type Candidate, type Contest, throughput } from './interleave.js';
import { seedStreams } from './seed.js';

const sizes = [10, 1_000, 10_000, 100_000] as const;
const titled = (name: string, size: number) => `${name}, ${size.toLocaleString('en-US')} events`;

/**
 * One order of each length, read by a process that has it in its cache (warm) and by one that caches nothing (cold),
 * as it is, at versions and at instants anywhere in its history. Each against the same read of the shortest.
 */
export async function readContest(connection: PostgresConnection): Promise<Contest> {
  const seeded = await seedStreams(connection, sizes);
  const role = 'retrace_app';
  const pool = createPool(connection, { role });
  const writers = writerPool(connection, { role });
  const db = createDb(pool);
  const log = pino({ level: 'silent' });
  const store = await openPostgresStore({
    pool,
    writers,
    db,
    schemas: orderEventSchemas,
    onUnknownType: (type) => log.warn(type),
  });
  const warm = createOrders({ store, db });
  const cold = createOrders({ store, db, cacheSize: 2 });

  const kinds = [
    (id: string) => ['order, warm', () => warm.load(id)],
    (id: string) => ['order, cold', () => cold.load(id)],
    (id: string, at: Places) => ['orderAt(version), warm', () => readOrderAt(warm, store, id, at.version())],
    (id: string, at: Places) => ['orderAt(version), cold', () => readOrderAt(cold, store, id, at.version())],
    (id: string, at: Places) => [
      'orderAt(timestamp), warm',
      () => readOrderAt(warm, store, id, at.timestamp()),
    ],
  ] satisfies ((id: string, at: Places) => [name: string, read: () => Promise<unknown>])[];
  const placed = await Promise.all(
    seeded.map(async ({ size, id }) => ({ size, id, at: await placesIn(store, id) })),
  );
  const candidates = kinds.flatMap((kind) =>
    placed.map(({ size, id, at }, i): Candidate => {
      const [name, read] = kind(id, at);
      return {
        name: titled(name, size),
        ...(i === 0 ? {} : { baseline: titled(name, sizes[0]) }),
        run: (milliseconds) => throughput(read, 1, milliseconds),
      };
    }),
  );
  return {
    candidates,
    async stop() {
      await store.close();
      await Promise.all([pool.end(), writers.end()]);
    },
  };
}

/** Points anywhere in an order's history. */
interface Places {
  version(): { readonly version: number };
  timestamp(): { readonly timestamp: number };
}

async function placesIn(store: Pick<EventStore, 'readStream'>, id: string): Promise<Places> {
  const events = await store.readStream(id);
  const any = () => events[Math.floor(Math.random() * events.length)] as (typeof events)[0];
  return {
    version: () => ({ version: any().version }),
    timestamp: () => ({ timestamp: any().recordedAt }),
  };
}
