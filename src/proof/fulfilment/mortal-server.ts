import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CrashPoint } from '../../order-fulfilment/index.js';
import { projectFolder, type RunningProcess, runProcess } from '../../testing/server-process.js';
import type { Shop } from './shop.js';

const program = [
  process.execPath,
  ...(existsSync(`${projectFolder}dist/app.js`) ? [] : ['--import', 'tsx']),
  fileURLToPath(new URL('../../testing/mortal-server.mjs', import.meta.url)),
];

/** A process of its own that dies when it comes to a point so many times, which may be before it listens. */
export function startMortalServer(
  { settings, gateway }: Shop,
  point: CrashPoint,
  pass: number,
  onListening: (url: string) => void,
): RunningProcess {
  const server = runProcess({
    command: [...program, point, `${pass}`],
    settings: { PORT: '0', LOG_LEVEL: 'error', ...settings },
  });
  server.line(/^http/).then(
    (url) => {
      gateway.tell(url);
      onListening(url);
    },
    () => {},
  );
  return server;
}
