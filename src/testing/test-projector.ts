import type pg from 'pg';
import { afterEach, beforeEach, vi } from 'vitest';
import type { PoolOptions } from '../database/pool.js';
import { type Feed, startFeed } from '../processors/feed/feed.js';
import { type Projector, type ProjectorOptions, startProjector } from '../processors/projector/projector.js';
import { createNoteTable, noteProjection } from './note-projection.js';
import {
  createStoreDatabase,
  openStoreProcess,
  type StoreDatabase,
  type StoreProcess,
} from './test-event-store.js';

export interface ProjectingProcess extends StoreProcess {
  readonly feed: Feed;
  readonly projector: Projector;
  readonly onTrouble: ReturnType<typeof vi.fn>;
}

export interface ProjectorTest {
  readonly database: StoreDatabase;
  /** Writes, and has no projector. */
  readonly writer: StoreProcess;
  /** A process that keeps the notes, which is gone after the test. */
  open(
    options?: Partial<ProjectorOptions>,
    pools?: PoolOptions & { connection?: pg.PoolConfig },
  ): Promise<ProjectingProcess>;
  /** Done after the test, the latest first. */
  after(end: () => Promise<unknown>): void;
}

/** A database of its own for each test of the file, with a table for notes. */
export function projectorTests(lanes = 1): ProjectorTest {
  const ending: (() => Promise<unknown>)[] = [];
  let database: StoreDatabase;
  let writer: StoreProcess;
  const after = (end: () => Promise<unknown>) => void ending.push(end);

  beforeEach(async () => {
    database = await createStoreDatabase(lanes);
    after(database.drop);
    await createNoteTable(database.admin);
    writer = await openStoreProcess(database.connection);
    after(writer.close);
  });
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });

  return {
    get database() {
      return database;
    },
    get writer() {
      return writer;
    },
    after,
    async open(options = {}, { connection = database.connection, ...pools } = {}) {
      const process = await openStoreProcess(connection, { listenOn: database.connection, ...pools });
      after(process.close);
      const feed = await startFeed({ store: process.store, pollInterval: 50, onError: () => {} });
      after(feed.stop);
      const onTrouble = vi.fn();
      const { db, store } = process;
      const projector = await startProjector({
        db,
        feed,
        store,
        projection: noteProjection,
        lanes,
        onTrouble,
        ...options,
      });
      after(projector.stop);
      return { ...process, feed, projector, onTrouble };
    },
  };
}
