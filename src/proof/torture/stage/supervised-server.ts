import { appendFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type HostileLink, startHostileLink } from '../../../testing/hostile-link.js';
import { projectFolder, type RunningProcess, runProcess } from '../../../testing/server-process.js';
import { freePort } from './free-port.js';

/** A server process that is started again whenever it dies. Both ways to it and from it are hostile. */
export interface SupervisedServer {
  /** For its clients; the same for all its lives. */
  readonly url: string;
  readonly toClients: HostileLink;
  readonly toPostgres: HostileLink;
  /** How often it has ended though nobody killed it. */
  readonly desertions: readonly string[];
  /** SIGKILL; resolves when the next one listens. */
  kill(): Promise<void>;
  /** SIGTERM, and no next one. Answers the exit code. */
  stop(): Promise<number | null>;
}

export interface ServerOptions {
  /** The socket of Postgres. */
  readonly socket: string;
  /** `databaseUrl` takes the port of the link to Postgres. */
  settings(postgresPort: number): Readonly<Record<string, string>>;
  /** Modules that are loaded before the server. */
  readonly preloads: readonly string[];
  readonly logFile: string;
}

export async function startSupervisedServer(options: ServerOptions): Promise<SupervisedServer> {
  const { socket, preloads, logFile } = options;
  const toPostgres = await startHostileLink(() => ({ path: socket }));
  const port = await freePort();
  const toClients = await startHostileLink(() => ({ host: '127.0.0.1', port }));
  const settings = { ...options.settings(toPostgres.port), PORT: `${port}` };
  const command = [
    ...[process.execPath, '--enable-source-maps', ...preloads.flatMap((url) => ['--import', url])],
    `${projectFolder}dist/index.js`,
  ];
  const program = await keepAlive({ command, settings, port, logFile });
  return {
    url: `http://127.0.0.1:${toClients.port}/graphql`,
    ...{ toClients, toPostgres },
    ...program,
    async stop() {
      const code = await program.stop();
      await Promise.all([toClients.close(), toPostgres.close()]);
      return code;
    },
  };
}

interface Program {
  readonly command: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number;
  readonly logFile: string;
}

async function keepAlive({
  command,
  settings,
  port,
  logFile,
}: Program): Promise<Pick<SupervisedServer, 'desertions' | 'kill' | 'stop'>> {
  const desertions: string[] = [];
  let expected = false;

  /** Started as often as it takes: Postgres may be away. */
  async function live(): Promise<RunningProcess> {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const server = runProcess({ command, settings });
      void keepLog(server);
      if (await listens(server, port)) return watched(server);
      await delay(200);
    }
    throw new Error(`The server does not start: see ${logFile}`);
  }

  function watched(server: RunningProcess): RunningProcess {
    void server.ended.then(({ code, signal }) => {
      if (expected) return;
      desertions.push(`${signal ?? code}: ${server.said.slice(-5).join(' | ')}`);
      next = live();
    });
    return server;
  }

  async function keepLog({ said, ended }: RunningProcess): Promise<void> {
    const { code, signal } = await ended;
    await appendFile(logFile, `${said.join('\n')}\n--- ${signal ?? code}\n`);
  }

  let next = live();
  await next;
  return {
    desertions,
    async kill() {
      const server = await next;
      expected = true;
      await server.end('SIGKILL');
      next = live();
      expected = false;
      await next;
    },
    async stop() {
      const server = await next;
      expected = true;
      return (await server.end('SIGTERM')).code;
    },
  };
}

/** Resolves when it answers; with false when it has ended before. */
async function listens({ ended }: RunningProcess, port: number): Promise<boolean> {
  const over = ended.then(() => true);
  for (;;) {
    const alive = await fetch(`http://127.0.0.1:${port}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (alive) return true;
    if (await Promise.race([over, delay(50).then(() => false)])) return false;
  }
}
