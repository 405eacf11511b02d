import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { programOf, runProcess } from '../testing/server-process.js';

// Processes start slowly where the machine is busy.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrace-sandbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (args: readonly string[], settings: Record<string, string> = {}) =>
  runProcess({
    command: [...programOf('cli/sandbox-gateway'), ...args],
    settings: { DATA_DIR: folder, LOG_LEVEL: 'silent', ...settings },
  });

describe('npm run sandbox-gateway', () => {
  it('says where it is, serves, and stops when it is told to', async () => {
    const sandbox = run(['--port', '0'], { PAYMENT_TIMEOUT_MS: '100' });
    const line = await sandbox.line(/ledger/);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    expect(line).toBe(`The sandbox gateway is at ${url}, its ledger in ${join(folder, 'sandbox-gateway')}`);
    expect(await (await fetch(`${url}/`)).json()).toMatchObject({ ledger: 'GET /ledger' });
    expect(await sandbox.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('says what is wrong with its arguments and settings in one line, and ends with exit code 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const url = 'http://127.0.0.1:4000/webhooks/payments';
    const runs = [
      run(['--port', 'x']),
      run(['--webhooks', url]),
      run(['--port', `${port}`]),
      run([], { PAYMENT_WEBHOOK_SECRET: 'short' }),
    ];
    const ends = await Promise.all(runs.map(async ({ ended, said }) => [(await ended).code, ...said]));
    expect(ends).toEqual([
      [1, expect.stringMatching(/^--port must be a port from 0 to 65535, not x\. Usage: /)],
      [1, '--webhooks needs PAYMENT_WEBHOOK_SECRET, with which they are signed'],
      [1, `Port ${port} is taken: choose another with --port`],
      [1, 'PAYMENT_WEBHOOK_SECRET must have at least 16 characters'],
    ]);
    taken.close();
  });
});
