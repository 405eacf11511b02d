// A process of its own for the specs: node starter.mjs <launcher module> <data folder>
// Says what it logs and `ready` as lines of JSON; stops when its standard input ends.
import { parseArgs } from 'node:util';

const [launcher, dataDir] = parseArgs({ allowPositionals: true }).positionals;
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const log = (details, message) => say({ message, ...details });

process.on('SIGINT', () => say({ message: 'SIGINT' }));

const { startEmbeddedPostgres } = await import(launcher);
const postgres = await startEmbeddedPostgres({
  dataDir,
  log: { info: log, warn: log, error: log },
  settings: { fsync: 'off' },
});
say({ message: 'ready', connection: postgres.connection, uid: process.getuid() });
process.stdin.resume().on('end', () => postgres.stop());
