import { type ChildProcess, spawn } from 'node:child_process';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunAs } from './identity.js';

const fastShutdownMs = 8_000;
const immediateShutdownMs = 1_500;
const signalEveryMs = 250;
const rotateAtBytes = 8 * 1024 * 1024;
const quotedLines = 12;

/**
 * Stands between Node and Postgres. Its standard input is a pipe that only the Node process holds:
 * each line is a signal to pass on, and its end, however the process died, means fast shutdown.
 * It ignores what a terminal or a process supervisor sends to everyone, so that Node decides.
 */
const watcher = `
trap '' HUP INT TERM
exec 3<&0
"$@" </dev/null 3<&- &
postgres=$!
(
  while read -r signal <&3; do kill -s "$signal" "$postgres"; done
  while kill -s INT "$postgres"; do sleep 1; done
) 2>/dev/null &
pipe=$!
exec 3<&- </dev/null
wait "$postgres"
status=$?
kill -s KILL "$pipe" 2>/dev/null
exit "$status"
`;

/** A Postgres that this process started, and ends with it. */
export interface Launched {
  running(): boolean;
  /** The last lines of its log since it was launched. */
  lastWords(): Promise<string>;
  /** Ends it by a fast shutdown, or after 8 s by an immediate one; resolves when it is down, or after 1.5 s more. */
  stop(): Promise<void>;
}

export interface Launch {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly cluster: string;
  readonly runAs: RunAs;
  readonly logFile: string;
  /** A process id that postmaster.pid names without right: Postgres would take it for another server. */
  readonly stalePid: number | undefined;
}

/** Spawns Postgres in a session of its own, under the watcher. Does not wait until it answers. */
export async function launch({ command, cluster, runAs, logFile, stalePid }: Launch): Promise<Launched> {
  const log = await openLog(logFile);
  try {
    const { size: logStart } = await log.stat();
    const env = {
      LC_ALL: 'C',
      PATH: '/usr/bin:/bin',
      ...(stalePid && { PG_GRANDPARENT_PID: String(stalePid) }),
    };
    const child = spawn('/bin/sh', ['-c', watcher, 'sh', ...command], {
      ...runAs,
      cwd: cluster,
      env,
      detached: true,
      stdio: ['pipe', log.fd, log.fd],
    });
    child.stdin?.on('error', () => undefined); // the watcher may be gone already
    await spawned(child);
    return {
      running: () => isRunning(child),
      lastWords: () => tail(logFile, logStart),
      stop: () => stop(child),
    };
  } finally {
    await log.close();
  }
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Signals again and again, because a Postgres of the first milliseconds does not listen yet. */
async function stop(child: ChildProcess): Promise<void> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const started = Date.now();
  while (isRunning(child)) {
    const elapsed = Date.now() - started;
    if (elapsed > fastShutdownMs + immediateShutdownMs) break;
    child.stdin?.write(elapsed < fastShutdownMs ? 'INT\n' : 'QUIT\n');
    await Promise.race([exited, delay(signalEveryMs, undefined, { ref: false })]);
  }
  child.stdin?.end();
  child.unref();
}

async function openLog(path: string): Promise<FileHandle> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > rotateAtBytes) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

async function tail(path: string, from: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(Math.min(from, size), size - 16_384);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-quotedLines).join('\n');
  } finally {
    await file.close();
  }
}
