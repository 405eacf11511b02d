import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, LoadCounts, LoadOptions } from './load.js';

const script = fileURLToPath(new URL('client.ts', import.meta.url));

/** A load in a process of its own. Its counts are those of half a second ago, at the most. */
export function startClientProcess(options: LoadOptions): Load {
  const child = fork(script, [JSON.stringify(options)], { execArgv: ['--import', 'tsx'] });
  const operations = { unknown: 0, refused: 0, written: 0, seen: 0, previewed: 0, listed: 0, read: 0 };
  let counts: LoadCounts = { operations, told: 0, resumed: 0 };
  let whenDone = () => {};
  child.on('message', (message: { counts?: LoadCounts; done?: boolean }) => {
    counts = message.counts ?? counts;
    if (message.done) whenDone();
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);

  async function tell(message: object): Promise<void> {
    const done = new Promise<void>((resolve) => {
      whenDone = resolve;
    });
    child.send(message);
    const code = await Promise.race([done, ended]);
    if (code) throw new Error(`The client ${options.name} ended with ${code}`);
  }

  return {
    get counts() {
      return counts;
    },
    quiet: () => tell({ quiet: true }),
    finish: (last) => tell({ finish: last }),
  };
}
