import { describe, expect, it } from 'vitest';
import { readSandboxArguments } from './arguments.js';

describe('the arguments of the sandbox gateway', () => {
  it('are all optional', () => {
    expect(readSandboxArguments([])).toEqual({ port: 4_100, ledger: undefined, webhooks: undefined });
    const webhooks = 'http://127.0.0.1:4000/webhooks/payments';
    expect(readSandboxArguments(['--port=0', '--ledger', 'there', '--webhooks', webhooks])).toEqual({
      ...{ port: 0, ledger: 'there', webhooks },
    });
  });

  it.each([[['4100']], [['--port']], [['--prot', '1']], [['--port', '1', 'more']]])(
    '%j: tells the usage in one line',
    (args) => {
      expect(() => readSandboxArguments(args)).toThrow(
        /^Usage: npm run sandbox-gateway -- \[--port 4100\] \[--ledger FOLDER\] \[--webhooks URL\]$/,
      );
    },
  );

  it.each([
    [['--port', '65536'], /^--port must be a port from 0 to 65535, not 65536\. .*$/],
    [['--port', '1e3'], /^--port must be .*, not 1e3\. .*$/],
    [['--ledger', ''], /^--ledger must be a folder\. .*$/],
    [['--webhooks', 'localhost:4000'], /^--webhooks must be an http or https URL, not localhost:4000\. .*$/],
    [['--webhooks', '/webhooks'], /^--webhooks must be an http or https URL, .*$/],
  ])('%j: tells what is wrong in one line', (args, message) => {
    expect(() => readSandboxArguments(args)).toThrow(message);
  });
});
