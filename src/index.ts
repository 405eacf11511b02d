import { startApp } from './app.js';
import { type Config, ConfigError, readConfig } from './config.js';
import { createLog } from './log.js';

function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
}

const config = configOrExit();
const log = createLog(config.LOG_LEVEL);

const app = await startApp(config, log).catch((error) => {
  log.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
});

const authenticated = config.AUTH_JWT_SECRET ?? config.AUTH_JWKS_URL;
log.info(`GraphiQL: ${app.url} in a browser. Its first tab is a tour: begin with the operation Create`);
log.info(
  authenticated
    ? 'Callers need a bearer token with the role operator or admin'
    : 'No authentication is set: every caller on this machine is an admin',
);

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping: requests under way are finished first');
  await app.stop();
  log.info('stopped');
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
