import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const channel = 'retrace_appended';
/** A notification is a commit too, but one that no client waits for: it need not wait for the disk. */
const announcement = `begin; set local synchronous_commit = off; notify ${channel}; commit`;

/** Milliseconds. */
const pauseAfterLoss = 250;
const timeout = 3_000;

export interface Notifications {
  /** Tells other processes that something was committed; several calls soon after each other send one. */
  announce(): void;
  stop(): void;
}

interface Options {
  /** Connection settings of a session of its own (LISTEN does not pass a transaction pooler). */
  readonly connection: pg.PoolConfig;
  /** For NOTIFY, which is never sent inside an append: there it would serialise all commits of the cluster. */
  readonly pool: pg.Pool;
  onAppended(): void;
  /** Milliseconds between two announcements at the least. */
  readonly pause?: number;
}

/** Wakes this process when another appends. Only ever a hint: readers poll too, so losing it costs time. */
export function startNotifications({ connection, pool, onAppended, pause = 5 }: Options): Notifications {
  const stopping = new AbortController();
  const { signal } = stopping;
  let session: pg.Client;
  let announcing: NodeJS.Timeout | undefined;

  /** One session at a time; a new one when it is lost. */
  async function listen(): Promise<void> {
    while (!signal.aborted) {
      session = createSession(connection);
      session.on('notification', onAppended);
      const ended = new Promise((resolve) => session.once('end', resolve));
      try {
        await session.connect();
        await session.query(`listen ${channel}`);
        onAppended(); // for what came while nobody listened
        await ended;
      } catch {
        session.end().catch(() => {});
      }
      await delay(pauseAfterLoss, undefined, { signal }).catch(() => {});
    }
  }

  void listen();
  return {
    announce() {
      announcing ??= setTimeout(() => {
        announcing = undefined;
        pool.query(announcement).catch(() => {});
      }, pause);
    },
    stop() {
      stopping.abort();
      clearTimeout(announcing);
      session.end().catch(() => {});
    },
  };
}

function createSession(connection: pg.PoolConfig): pg.Client {
  const session = new pg.Client({
    ...connection,
    application_name: 'retrace listen',
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    keepAlive: true,
  });
  session.on('error', () => {}); // `end` follows
  return session;
}
