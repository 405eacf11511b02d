import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/database/embedded/index.js';
import { migrate } from '../src/database/migrate.js';
import { appendContest } from './appends.js';
import { fanOutContest } from './fan-out.js';
import { fulfilmentContest } from './fulfilment.js';
import { httpContest } from './http.js';
import { idleContest } from './idle.js';
import { interleave, table } from './interleave.js';
import { listContest } from './lists.js';
import { overloadContest } from './overload.js';
import { readContest } from './reads.js';
import { rebuildContest } from './rebuild.js';

// npm run bench -- [appends,reads,http,fulfilment,fan-out,idle,lists,rebuild,overload: one or some] [rounds] [seconds]
const [only, rounds = '5', seconds = '3'] = process.argv.slice(2);
const options = { rounds: Number(rounds), milliseconds: Number(seconds) * 1_000 };
const quiet = { info() {}, warn: console.error, error: console.error };

const contests = {
  appends: { title: 'Appends of one event', prepare: appendContest },
  reads: { title: 'Reads of one order, one after the other', prepare: readContest },
  http: { title: 'GraphQL over HTTP, 32 connections', prepare: httpContest },
  fulfilment: { title: 'Orders, 32 at once', prepare: fulfilmentContest },
  'fan-out': { title: 'Live events', prepare: fanOutContest },
  idle: { title: '10,000 idle subscriptions', prepare: idleContest },
  lists: { title: 'Pages of orders', prepare: listContest },
  rebuild: { title: 'A million events', prepare: rebuildContest },
  overload: { title: 'Orders read by eight honest callers', prepare: overloadContest },
};

const dataDir = await mkdtemp(join(tmpdir(), 'retrace-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir, log: quiet });
try {
  await migrate(postgres.connection);
  for (const [name, { title, prepare }] of Object.entries(contests)) {
    if (only !== undefined && !only.split(',').includes(name)) continue;
    const { candidates, columns, stop } = await prepare(postgres.connection);
    try {
      process.stdout.write(`${table(title, await interleave(candidates, options), columns)}\n\n`);
    } finally {
      await stop();
    }
  }
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
