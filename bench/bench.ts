import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/database/embedded/index.js';
import { migrate } from '../src/database/migrate.js';
import { appendContest } from './appends.js';
import { httpContest } from './http.js';
import { interleave, table } from './interleave.js';

// npm run bench -- [appends|http] [rounds] [seconds]
const [only, rounds = '5', seconds = '3'] = process.argv.slice(2);
const options = { rounds: Number(rounds), milliseconds: Number(seconds) * 1_000 };
const quiet = { info() {}, warn: console.error, error: console.error };

const contests = {
  appends: { title: 'Appends of one event', prepare: appendContest },
  http: { title: 'GraphQL over HTTP, 32 connections', prepare: httpContest },
};

const dataDir = await mkdtemp(join(tmpdir(), 'retrace-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir, log: quiet });
try {
  await migrate(postgres.connection);
  for (const [name, { title, prepare }] of Object.entries(contests)) {
    if (only !== undefined && only !== name) continue;
    const { candidates, stop } = await prepare(postgres.connection);
    try {
      process.stdout.write(`${table(title, await interleave(candidates, options))}\n\n`);
    } finally {
      await stop();
    }
  }
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
