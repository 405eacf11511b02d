// node --expose-gc fuzzed-server.mjs: the server as it was built. It tells its address, whatever goes wrong outside of
// requests, and, on SIGUSR2, how much memory it holds.
import { existsSync } from 'node:fs';

const isBuilt = existsSync(new URL('../../../dist/app.js', import.meta.url));
const load = (name) =>
  import(new URL(isBuilt ? `../../../dist/${name}.js` : `../../${name}.ts`, import.meta.url).href);
const tell = (line) => process.stdout.write(`${line}\n`);

for (const event of ['unhandledRejection', 'uncaughtException', 'warning'])
  process.on(event, (error) => tell(`${event}: ${error?.stack ?? error}`));
process.on('SIGUSR2', () => {
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  tell(`memory ${JSON.stringify({ heapUsed, rss })}`);
});

const [{ startApp }, { readConfig }, { createLog }] = await Promise.all(['app', 'config', 'log'].map(load));
const config = readConfig();
const app = await startApp(config, createLog(config.LOG_LEVEL));
process.on('SIGTERM', async () => {
  await app.stop();
  process.exit(0);
});
tell(app.url);
