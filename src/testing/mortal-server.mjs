// node mortal-server.mjs POINT PASS: a server that dies when it comes to a crash point so many times. Runs what was
// built, as it starts faster; from sources it needs `--import tsx`.
import { existsSync } from 'node:fs';

const [point, pass] = process.argv.slice(2);
const isBuilt = existsSync(new URL('../../dist/app.js', import.meta.url));
const load = (name) =>
  import(new URL(isBuilt ? `../../dist/${name}.js` : `../${name}.ts`, import.meta.url).href);

const [{ startApp }, { readConfig }, { createLog }] = await Promise.all(['app', 'config', 'log'].map(load));
const config = readConfig();
let passes = 0;
const app = await startApp(config, createLog(config.LOG_LEVEL), {
  onPoint(reached) {
    if (reached !== point) return;
    passes += 1;
    if (passes === Number(pass)) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`${app.url}\n`);
