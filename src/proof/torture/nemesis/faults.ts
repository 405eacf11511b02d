import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Moment } from '../../../testing/cutting-proxy.js';
import type { HostileLink } from '../../../testing/hostile-link.js';
import type { Random } from '../random.js';
import { movePostgresClock, moveServerClock } from '../stage/clocks.js';
import type { Stage } from '../stage/stage.js';
import type { SupervisedServer } from '../stage/supervised-server.js';

/** Something that goes wrong, and is right again when it resolves. */
type Fault = (stage: Stage, random: Random) => Promise<unknown>;

const server = ({ servers }: Stage, random: Random): SupervisedServer => random.one(servers);

const anyLink = (stage: Stage, random: Random): HostileLink => {
  const { toClients, toPostgres } = server(stage, random);
  return random.chance(0.5) ? toClients : toPostgres;
};

/** A commit is one request of the append function, a command one of a mutation. */
const losing =
  (moment: Moment): Fault =>
  async (stage, random) => {
    const { toClients, toPostgres } = server(stage, random);
    const lost = random.chance(0.75)
      ? toPostgres.lose(moment, 'event_store.append')
      : toClients.lose(moment, 'mutation');
    await Promise.race([lost, delay(5_000)]);
  };

/** Holds what this statement locks, in a transaction that is rolled back in the end. */
const holding =
  (statement: string): Fault =>
  async ({ connection }, random) => {
    const client = new pg.Client(connection);
    client.on('error', () => {});
    await client.connect();
    await client.query(`begin; ${statement}`);
    await delay(100 + random.below(1_500));
    await client.query('rollback');
    await client.end();
  };

export const faults = {
  'server killed': (stage, random) => server(stage, random).kill(),
  'Postgres crashed': (stage) => stage.crashPostgres(),
  'connection cut before a commit': losing('before the request'),
  'connection cut in a commit': losing('during the request'),
  'connection cut after a commit': losing('before the answer'),
  'commit swallowed': losing('in silence'),
  'all connections cut': async (stage, random) => anyLink(stage, random).cut(),
  'all packets swallowed': async (stage, random) => anyLink(stage, random).strand(),
  'network slow': async (stage, random) => {
    const link = anyLink(stage, random);
    link.slowDown(5 + random.below(60));
    await delay(300 + random.below(700));
    link.slowDown(0);
  },
  'head locked': holding('select from event_store.heads for update'),
  'products locked': holding('select from master_data.products for update'),
  'reservations locked': holding('lock table master_data.reserved_items in share row exclusive mode'),
  'read model locked': holding('lock table read_model.orders in access exclusive mode'),
  'events locked': holding('lock table event_store.events in access exclusive mode'),
  'old snapshot held': holding(
    'set transaction isolation level repeatable read; select count(*) from event_store.heads',
  ),
  'writer left open': holding(
    `insert into master_data.customers (id, name, email) values ('idle', 'Idle', 'idle@example.com')`,
  ),
  'connections used up': useUpConnections,
  'clock of Postgres moved': async ({ client }, random) => {
    await movePostgresClock(client, shift(random));
    await delay(200 + random.below(1_500));
    await movePostgresClock(client, 0);
  },
  'clock of servers moved': async ({ clockFile }, random) => {
    await moveServerClock(clockFile, shift(random));
    await delay(200 + random.below(1_500));
    await moveServerClock(clockFile, 0);
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as readonly FaultName[];

/** Kills of processes, and connections that were lost. */
export const isCut = (name: FaultName): boolean => /killed|crashed|cut|swallowed/.test(name);

/** Up to half a minute, forth or back. */
const shift = (random: Random): number => Math.round((random.next() - 0.5) * 10 ** random.one([3, 4, 4.7]));

/** Connects until Postgres lets nobody in any more, with a slow statement each. */
async function useUpConnections({ connection }: Stage, random: Random): Promise<void> {
  const clients: pg.Client[] = [];
  try {
    for (;;) {
      const client = new pg.Client(connection);
      client.on('error', () => {});
      clients.push(client);
      await client.connect();
      client.query('select pg_sleep(10)').catch(() => {});
    }
  } catch {
    await delay(100 + random.below(900));
  } finally {
    for (const client of clients) void client.end().catch(() => {});
    const admin = new pg.Client(connection);
    admin.on('error', () => {});
    await endSleepers(admin).catch(() => {});
  }
}

async function endSleepers(admin: pg.Client): Promise<void> {
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(10)'`,
  );
  await admin.end();
}
