import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** How this process ends servers; how they end themselves. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs, and what it has said so far, line by line. */
export interface RunningProcess {
  readonly pid: number;
  readonly said: readonly string[];
  readonly ended: Promise<End>;
  /** The first line that matches, said already or not yet. Rejects with all that was said when it ends without. */
  line(pattern: RegExp): Promise<string>;
  /** Sends a signal, also to a whole process group of its own; resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<End>;
}

export interface ServerProcess extends RunningProcess {
  readonly url: string;
  readonly port: number;
}

export interface ProcessOptions {
  /** On top of the environment of the tests, less what it says about Retrace. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** The folder to run in. */
  readonly cwd?: string;
  /** In a process group of its own, to which `end` sends its signals. */
  readonly group?: boolean;
}

/** A program of ours, such as cli/export, as it was built, since that starts in a fifth of the time; else its source. */
export function programOf(name: string): readonly [node: string, ...args: string[]] {
  const built = `${projectFolder}dist/${name}.js`;
  return existsSync(built)
    ? [process.execPath, '--enable-source-maps', built]
    : [process.execPath, '--import', 'tsx', `${projectFolder}src/${name}.ts`];
}

const serverCommand = programOf('index');

const settingsOfRetrace = [
  ...['PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'DATABASE_ADMIN_URL', 'REDIS_URL', 'LOG_LEVEL', 'INIT_CWD'],
  ...['AUTH_JWT_SECRET', 'AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'],
  ...['PAYMENT_GATEWAY_URL', 'PAYMENT_GATEWAY_SECRET', 'PAYMENT_WEBHOOK_SECRET', 'PAYMENT_TIMEOUT_MS'],
  ...['RESERVATION_MINUTES', 'FULFILMENT_ATTEMPTS'],
  ...['MAX_BODY_BYTES', 'MAX_MESSAGE_BYTES', 'MAX_TOKENS', 'MAX_DEPTH', 'MAX_ALIASES', 'MAX_DIRECTIVES'],
  ...[
    'MAX_ROOT_FIELDS',
    'MAX_MUTATIONS',
    'MAX_COST',
    'MAX_LIST_ITEMS',
    'MAX_VALIDATION_ERRORS',
    'REQUEST_TIMEOUT_MS',
  ],
  ...['HEADERS_TIMEOUT_MS', 'BODY_TIMEOUT_MS', 'ANSWER_TIMEOUT_MS'],
  ...['STATEMENT_TIMEOUT_MS', 'LOCK_TIMEOUT_MS', 'IDLE_IN_TRANSACTION_TIMEOUT_MS'],
  ...['MAX_SUBSCRIPTIONS_PER_SOCKET', 'MAX_SOCKETS_PER_CALLER', 'MAX_CONNECTIONS_PER_ADDRESS'],
  ...['RATE_PER_CALLER', 'RATE_PER_ADDRESS', 'TRUST_PROXY', 'TRUSTED_DOCUMENTS', 'PERSISTED_ONLY'],
  ...['INTROSPECTION', 'GRAPHIQL', 'CORS_ORIGINS'],
];

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs a program, the server unless told otherwise. Gone with this process at the latest. */
export function runProcess(options: ProcessOptions = {}): RunningProcess {
  const { settings = {}, command = serverCommand, cwd = projectFolder, group = false } = options;
  const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const cleared = settingsOfRetrace.flatMap((name) => ['-u', name]);
  const child = spawn('env', [...cleared, ...assignments, ...command], {
    cwd,
    detached: group,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const said: string[] = [];
  const lines = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      said.push(line);
      lines.emit('line', line);
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  const pid = child.pid as number;
  return {
    pid,
    said,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => pattern.test(line) && resolve(line);
        said.forEach(look);
        lines.on('line', look);
        void ended.then(() => reject(new Error(`It ended before it said ${pattern}:\n${said.join('\n')}`)));
      }),
    end(signal) {
      if (running.has(child)) process.kill(group ? -pid : pid, signal);
      return ended;
    },
  };
}

/** Resolves when the server says where it is; rejects with all that it said when it ends before. */
export async function startServerProcess(options: ProcessOptions = {}): Promise<ServerProcess> {
  const settings = { PORT: '0', LOG_LEVEL: 'info', ...options.settings };
  const server = runProcess({ ...options, settings });
  const url = /http:\/\/\S+\/graphql/.exec(await server.line(/http:\/\/\S+\/graphql/))?.[0] as string;
  return { ...server, url, port: Number(new URL(url).port) };
}
