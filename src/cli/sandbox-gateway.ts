import { once } from 'node:events';
import { join } from 'node:path';
import { readConfig, userPath } from '../config.js';
import { createLog } from '../log.js';
import { readSandboxArguments, startSandboxGateway } from '../payments/index.js';
import { runCommand } from './command-line.js';

await runCommand(async (args) => {
  const { port, ledger, webhooks } = readSandboxArguments(args);
  const config = readConfig();
  const { PAYMENT_WEBHOOK_SECRET: secret } = config;
  if (webhooks !== undefined && secret === undefined) {
    throw new Error('--webhooks needs PAYMENT_WEBHOOK_SECRET, with which they are signed');
  }
  const folder = ledger === undefined ? join(config.DATA_DIR, 'sandbox-gateway') : userPath(ledger);
  const gateway = await startSandboxGateway({
    ...{ host: '127.0.0.1', port, ledger: folder, secret: config.PAYMENT_GATEWAY_SECRET },
    ...(webhooks !== undefined && secret !== undefined && { webhooks: { url: webhooks, secret } }),
    slowMs: 2 * config.PAYMENT_TIMEOUT_MS,
    log: createLog(config.LOG_LEVEL),
  }).catch((error) => {
    throw error.code === 'EADDRINUSE'
      ? new Error(`Port ${port} is taken: choose another with --port`)
      : error;
  });
  process.stdout.write(`The sandbox gateway is at ${gateway.url}, its ledger in ${folder}\n`);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await gateway.stop();
  return true;
});
