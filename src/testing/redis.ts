import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Why specs that need a Redis cannot run here; undefined where they can. */
export const redisMissing: string | undefined =
  spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : "redis-server is missing: install Debian's package of that name to run the specs of the shared cache";

export interface TestRedis {
  readonly socketPath: string;
  /** Sends a command past all that stands between tests and this Redis. */
  call(command: string, ...args: (string | Buffer)[]): Promise<unknown>;
  /** Kills it, and what it held is gone. */
  kill(): Promise<void>;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Kills it for good. */
  stop(): Promise<void>;
}

/** The shell kills Redis when its own input ends: when it is told to, and when this process ends, however that is. */
const script = 'redis-server "$@" > /dev/null & cat > /dev/null; kill -9 $!; wait $!';

/** An empty Redis of its own, on a Unix socket; it runs when this resolves. */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), `retrace-test-${process.pid}-`));
  const socketPath = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socketPath, '--dir', folder, '--save', ''];
  let shell: ChildProcess | undefined;

  async function call(command: string, ...args: (string | Buffer)[]): Promise<unknown> {
    const client = new Redis({ path: socketPath, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  async function start(): Promise<void> {
    shell = spawn('sh', ['-c', script, 'sh', ...settings], { stdio: ['pipe', 'ignore', 'ignore'] });
    for (let answer: unknown; answer !== 'PONG'; answer = await call('ping').catch(() => delay(10)));
  }

  async function kill(): Promise<void> {
    if (shell?.exitCode !== null) return;
    shell.stdin?.end();
    await once(shell, 'close');
  }

  await start();
  return {
    socketPath,
    call,
    kill,
    start,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
