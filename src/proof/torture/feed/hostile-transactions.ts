import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresConnection } from '../../../database/embedded/index.js';
import type { Random } from '../random.js';

/** Transactions that stay open for a while, and are undone in the end. */
const kinds = {
  'open writer': `insert into master_data.customers (id, name, email)
    values (gen_random_uuid()::text, 'Idle', 'idle@example.com')`,
  'long snapshot':
    'set transaction isolation level repeatable read; select count(*) from event_store.events where position < 9',
  'products locked': `select from master_data.products where id = 'emerald' for share`,
  'head locked': 'select from event_store.heads for update',
  /** Takes the next positions, as an append does. */
  'ghost append': 'update event_store.heads set position = position + 3',
} as const;

export type HostileKind = keyof typeof kinds;

/** The first three hold up nobody, and are held for up to 3 s; the others everybody, and are held for up to 20 ms. */
const longest: Readonly<Record<HostileKind, number>> = {
  ...{ 'open writer': 3_000, 'long snapshot': 3_000, 'products locked': 3_000 },
  ...{ 'head locked': 20, 'ghost append': 20 },
};

export interface HostileTransactions {
  /** How many have come to their end. */
  readonly counts: Readonly<Record<HostileKind, number>>;
  stop(): Promise<void>;
}

/** So many sessions with a transaction open at nearly any time. */
export async function startHostileTransactions(
  connection: PostgresConnection,
  sessions: number,
  random: Random,
): Promise<HostileTransactions> {
  const names = Object.keys(kinds) as HostileKind[];
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<HostileKind, number>;
  let running = true;

  async function live(i: number): Promise<void> {
    const client = new pg.Client(connection);
    await client.connect();
    // Of each 32, one holds up all others.
    const mine = names.filter((name) => longest[name] < 100 === (i % 32 === 0));
    while (running) {
      const kind = random.one(mine);
      await client.query(`begin; ${kinds[kind]}`);
      await delay(longest[kind] * random.next());
      await client.query('rollback');
      counts[kind] += 1;
      if (longest[kind] < 100) await delay(100 * random.next());
    }
    await client.end();
  }

  const lives = Array.from({ length: sessions }, (_, i) => live(i));
  return {
    counts,
    async stop() {
      running = false;
      await Promise.all(lives);
    },
  };
}
