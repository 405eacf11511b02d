import { parseArgs } from 'node:util';

export interface SandboxArguments {
  readonly port: number;
  /** A path as it was typed. */
  readonly ledger: string | undefined;
  /** Where webhooks are sent. */
  readonly webhooks: string | undefined;
}

const usage = 'npm run sandbox-gateway -- [--port 4100] [--ledger FOLDER] [--webhooks URL]';

/** Throws an Error of one line that says what is wrong. */
export function readSandboxArguments(args: readonly string[]): SandboxArguments {
  const { port = '4100', ledger, webhooks } = parsed(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`--port must be a port from 0 to 65535, not ${port}. Usage: ${usage}`);
  }
  if (ledger === '') throw new Error(`--ledger must be a folder. Usage: ${usage}`);
  if (webhooks !== undefined && !(URL.canParse(webhooks) && /^https?:$/.test(new URL(webhooks).protocol))) {
    throw new Error(`--webhooks must be an http or https URL, not ${webhooks}. Usage: ${usage}`);
  }
  return { port: Number(port), ledger, webhooks };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { port: text, ledger: text, webhooks: text } }).values;
  } catch {
    throw new Error(`Usage: ${usage}`);
  }
}
