import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import { Redis, ReplyError } from 'ioredis';
import type { Logger } from 'pino';
import { createBreaker, type Pauses } from './breaker.js';

/** Texts under keys, for a day at the most. Nothing here throws, makes anybody wait for long, or holds much. */
export interface SharedTexts {
  /** Undefined where there is none, or the cache does not answer at once. */
  get(key: string): Promise<string | undefined>;
  /** Returns at once. The text is made only where there is hope to place it. */
  offer(key: string, make: () => string): void;
  /** Cuts the connection; nothing is found from now on. */
  close(): void;
}

export interface RedisOptions {
  /** redis://… or rediss://… */
  readonly url: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Milliseconds for which a read waits. */
  readonly patience?: number;
  /** For which a Redis that fails is left alone, and between two tries to connect. */
  readonly pauses?: Pauses;
}

const expirySeconds = 24 * 60 * 60;
const longestText = 1024 * 1024; // bytes
/** Bytes of offers on their way, beyond which others are dropped, so that reads behind them need not wait for long. */
const offeredAtOnce = 1024 * 1024;
/** What an offer takes beside its text; so there are some hundred at the most. */
const offerOverhead = 4 * 1024;

/**
 * Texts in a Redis, to which this connects by itself and again. While it fails it is left alone: reads find
 * nothing at once. Says in the log when it is lost, and when it is back.
 */
export function redisTexts(options: RedisOptions): SharedTexts {
  const { url, log, patience = 25, pauses = { first: 1_000, longest: 30_000 } } = options;
  let offered = 0;
  let losses = 0;
  let closing = false;
  const redis = new Redis(url, {
    ...settings,
    retryStrategy: () => Math.min(pauses.first * 2 ** losses++, pauses.longest),
  });

  const reads = createBreaker({
    ...pauses,
    onFailure(error, inARow) {
      if (inARow === 1 && !closing)
        log.warn({ reason: reasonOf(error) }, 'the shared cache is lost; going on without it');
      // Nobody waits any longer for what the connection still holds.
      if (redis.status === 'ready') redis.disconnect(true);
    },
    onRecovery() {
      losses = 0;
      log.info('the shared cache is back');
    },
  });
  const writes = createBreaker({
    ...pauses,
    onFailure: (error, inARow) =>
      inARow === 1 && log.warn({ reason: reasonOf(error) }, 'the shared cache takes no more entries'),
    onRecovery: () => log.info('the shared cache takes entries again'),
  });
  redis.on('error', reads.trip);
  redis.on('close', () => reads.trip(new Error('the connection was closed')));

  async function write(key: string, text: string, size: number): Promise<void> {
    offered += size;
    try {
      await redis.set(key, text, 'EX', expirySeconds);
    } catch (error) {
      if (error instanceof ReplyError) throw error; // that the connection is lost, reads find out
    } finally {
      offered -= size;
    }
  }

  return {
    async get(key) {
      const found =
        redis.status === 'ready' ? await reads.attempt(() => read(redis, key, patience)) : undefined;
      return found || undefined;
    },
    offer(key, make) {
      if (redis.status !== 'ready' || reads.resting || writes.resting || offered > offeredAtOnce) return;
      const text = make();
      const length = Buffer.byteLength(text);
      if (length <= longestText) void writes.attempt(() => write(key, text, length + offerOverhead));
    },
    close() {
      closing = true;
      redis.disconnect();
    },
  };
}

/** No queues that grow while there is no connection, and no questions before the first read. */
const settings = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  enableReadyCheck: false,
  disableClientInfo: true,
  enableAutoPipelining: true,
  autoPipeliningIgnoredCommands: ['set'], // ioredis sends the next pipeline when the last one is answered
  connectTimeout: 2_000,
  disconnectTimeout: 100,
  keepAlive: 10_000,
};

async function read(redis: Redis, key: string, patience: number): Promise<string> {
  // Not GET, whose answer could be of any length.
  const answer = redis.getrange(key, 0, longestText - 1).catch(nothingIfNoText);
  const found = await Promise.race([answer, silence(patience)]);
  if (found === undefined) throw new Error(`it did not answer within ${patience} ms`);
  return found;
}

/** Somebody else's entry harms nothing but itself, and is replaced by the next offer. */
function nothingIfNoText(error: Error): string {
  if (error instanceof ReplyError && error.message.startsWith('WRONGTYPE')) return '';
  throw error;
}

/**
 * Resolves after so many milliseconds of which this process was awake for half at least, and has read what had
 * come by then: a pause of its own is not taken for Redis's.
 */
async function silence(milliseconds: number): Promise<undefined> {
  for (let half = 0; half < 2; half += 1) await delay(milliseconds / 2, undefined, { ref: false });
  await immediate();
}

/** Errors of connections to a name with several addresses have no message of their own. */
const reasonOf = (error: unknown): string => {
  const { message, code } = error as NodeJS.ErrnoException;
  return message || `${code ?? error}`;
};
