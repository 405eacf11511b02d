import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import type { PostgresConnection } from '../src/database/embedded/index.js';

export interface BenchServer {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export const addressOf = ({ user, host, port, database }: PostgresConnection): string =>
  `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;

/** Retrace in a process of its own, as it was built. */
export function startRetrace(connection: PostgresConnection): Promise<BenchServer> {
  const settings = { DATABASE_URL: addressOf(connection), PORT: '0' };
  return startServer(['dist/index.js'], settings, /(http:\S+graphql) in a browser/);
}

/** graphql-ws as its documentation starts it. */
export const startBare = (): Promise<BenchServer> =>
  startServer(['--import', 'tsx', 'bench/bare-graphql-ws.ts'], {}, /(http:\S+)/);

/** Resolves when it has said where it is. */
export async function startServer(
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<BenchServer> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  // Goes on reading after it is ready, so that request logs never fill the pipe.
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = ready.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  async function stop(): Promise<void> {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return { url, child, stop };
}

/** Keeps so many connections busy with one operation for a while. Rejects where an answer holds an error. */
export async function requestsPerSecond(
  url: string,
  operation: object,
  milliseconds: number,
  connections: number,
): Promise<number> {
  const { requests, errors, non2xx } = await autocannon({
    url,
    connections,
    duration: milliseconds / 1_000,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(operation),
    verifyBody: (body) => !String(body).includes('"errors"'),
  } as autocannon.Options);
  if (errors > 0 || non2xx > 0) throw new Error(`${errors} errors, ${non2xx} answers that were not 2xx`);
  return requests.total / (milliseconds / 1_000);
}
