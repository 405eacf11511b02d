import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.js';
import type { Site } from './site.js';
import { type Running, untilRunning } from './until-running.js';

const retryEveryMs = 1_000;

/**
 * Brings Postgres back whenever it goes away, until `stopping` aborts. Never gives up and never
 * rejects; resolves with what runs at the end, or undefined if nothing does.
 */
export async function keepRunning(
  site: Site,
  first: Running,
  stopping: AbortSignal,
  log: Log,
): Promise<Running | undefined> {
  const stopped = new Promise<void>((resolve) =>
    stopping.addEventListener('abort', () => resolve(), { once: true }),
  );
  let running: Running | undefined = first;
  while (running) {
    await Promise.race([running.monitor.lost, stopped]);
    if (stopping.aborted) break;
    log.warn({ cluster: site.cluster }, 'Lost the embedded Postgres; bringing it back');
    running = await bringBack(site, running, stopping, log);
  }
  return running;
}

async function bringBack(
  site: Site,
  lost: Running,
  stopping: AbortSignal,
  log: Log,
): Promise<Running | undefined> {
  const started = performance.now();
  while (!stopping.aborted) {
    try {
      const running = await untilRunning(site, stopping, lost.own);
      const details = {
        milliseconds: Math.round(performance.now() - started),
        launchedHere: running.own !== undefined,
      };
      log.info(details, 'The embedded Postgres answers again');
      return running;
    } catch (error) {
      if (stopping.aborted) break;
      log.error({ err: error }, 'The embedded Postgres could not be brought back; trying again');
      await delay(retryEveryMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
  return undefined;
}
