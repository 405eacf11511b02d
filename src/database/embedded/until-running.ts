import { setTimeout as delay } from 'node:timers/promises';
import { startFailure } from './failure.js';
import { dataArgument } from './initdb.js';
import { type Launched, launch } from './launch.js';
import { identitySetting, lookForPostgres, type Monitor } from './sighting.js';
import type { Site } from './site.js';
import { ensureSocketDirectory, port } from './socket.js';

const patienceMs = 120_000;
const lookEveryMs = 15;
const launchEveryMs = 250;

/** Another server, or what is left of one: Postgres itself sees to it that only one serves a cluster. */
const lostRace = /lock file ".*" already exists|pre-existing shared memory block/;

/** A Postgres that answers. */
export interface Running {
  readonly monitor: Monitor;
  readonly socketDirectory: string;
  /** Present if this process launched it, and so ends it. */
  readonly own: Launched | undefined;
}

/**
 * Resolves when the Postgres of this site answers: the one that runs, whoever launched it, else
 * one launched here. Waits out a start, a recovery and a shutdown under way. Of several callers,
 * in any process, exactly one launches.
 *
 * @param before the Postgres that this process launched earlier, if any.
 * @throws Error with the last lines of its log when Postgres will not start, or after two minutes;
 *   the reason of `signal` when that aborts. What was launched here has then been stopped.
 */
export async function untilRunning(site: Site, signal: AbortSignal, before?: Launched): Promise<Running> {
  const deadline = Date.now() + patienceMs;
  let own = before?.running() ? before : undefined;
  try {
    for (;;) {
      signal.throwIfAborted();
      const seen = await lookForPostgres(site.cluster, site.identity);
      if (seen.state === 'ready') return { ...seen, own: own?.running() ? own : undefined };
      if (Date.now() > deadline) throw await tooLate(site, own);
      if (own && !own.running()) {
        if (own !== before) await raceLost(own);
        own = undefined;
      } else if (seen.state === 'absent' && !own) {
        own = await launchAt(site, seen.stalePid);
      }
      await delay(lookEveryMs);
    }
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

async function launchAt(site: Site, stalePid: number | undefined): Promise<Launched> {
  await ensureSocketDirectory(site.socketDirectory, site.runAs);
  const settings = {
    ...site.settings,
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: `"${site.socketDirectory.replaceAll('"', '""')}"`,
    [identitySetting]: site.identity,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [site.binaries.postgres, '-D', await dataArgument(site.cluster, site.runAs), ...options];
  return launch({ ...site, command, stalePid }).catch((error) => {
    throw startFailure(`Could not launch ${site.binaries.postgres}`, error);
  });
}

/** Pauses after a race that another server won; any other end before Postgres answered is a failure. */
async function raceLost(own: Launched): Promise<void> {
  const words = await own.lastWords();
  if (!lostRace.test(words)) throw startFailure('Postgres did not start', words || 'it ended without a word');
  await delay(launchEveryMs);
}

async function tooLate(site: Site, own: Launched | undefined): Promise<Error> {
  const words = own ? `\n${await own.lastWords()}` : '';
  return new Error(
    `The Postgres of ${site.cluster} has not answered for ${patienceMs / 1000} s.${words}\n` +
      `See ${site.logFile}; end the process named in ${site.cluster}/postmaster.pid if it hangs, and start again.`,
  );
}
