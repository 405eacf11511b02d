import pg from 'pg';

const channel = 'retrace_appended';

/** A notification is a commit too, but one that no client waits for: it need not wait for the disk. */
const announcement = `begin; set local synchronous_commit = off; notify ${channel}; commit`;

export interface Notifications {
  /** Tells other processes that something was committed; several calls soon after each other send one. */
  announce(): void;
  stop(): Promise<void>;
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
  let stopped = false;
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;
  let announcing: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    const session = new pg.Client({ ...connection, keepAlive: true, application_name: 'retrace listen' });
    client = session;
    session.on('error', () => {});
    session.on('end', listenAgain);
    session.on('notification', onAppended);
    try {
      await session.connect();
      await session.query(`listen ${channel}`);
      onAppended();
    } catch {
      session.end().catch(() => {});
      listenAgain();
    }
  }

  function listenAgain(): void {
    if (stopped || again) return;
    again = setTimeout(() => {
      again = undefined;
      void listen();
    }, 250);
  }

  void listen();

  return {
    announce() {
      announcing ??= setTimeout(() => {
        announcing = undefined;
        pool.query(announcement).catch(() => {});
      }, pause);
    },
    async stop() {
      stopped = true;
      clearTimeout(again);
      clearTimeout(announcing);
      await client?.end().catch(() => {});
    },
  };
}
