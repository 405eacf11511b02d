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
  log.fatal(whatToDo(error));
  process.exit(1);
});

/** Why the server does not start, and which setting to look at. */
function whatToDo(error: NodeJS.ErrnoException & { readonly cause?: unknown }): string {
  const { code, message, cause } = error;
  if (code === 'EADDRINUSE') return `Port ${config.PORT} is taken on ${config.HOST}: set PORT to another one`;
  if (code === 'EADDRNOTAVAIL') return `${config.HOST} is no address of this machine: set HOST to one`;
  const reason =
    cause instanceof Error
      ? `${message}: ${cause.message || (cause as NodeJS.ErrnoException).code}`
      : message;
  return config.DATABASE_URL ? `${reason}. Look at DATABASE_URL, and whether Postgres answers there` : reason;
}

const whatToTry = config.DATABASE_URL
  ? 'Its first tab is a tour of the demo data, which a database of your own has not: import, or create customers and products'
  : 'Its first tab is a tour: begin with the operation Create';
const authenticated = config.AUTH_JWT_SECRET ?? config.AUTH_JWKS_URL;
log.info(
  (config.GRAPHIQL ?? !authenticated)
    ? `GraphiQL: ${app.url} in a browser. ${whatToTry}`
    : `GraphQL: ${app.url}. GRAPHIQL=true shows GraphiQL to browsers`,
);
log.info(
  authenticated
    ? 'Callers need a bearer token with the role customer (their own orders), operator (all orders) or admin'
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
