import { SlowConsumerError } from '../processors/live/live-queue.js';
import type { LiveStream, Told } from '../processors/live/live-stream.js';
import { apiError } from './errors.js';
import { encodeFeedCursor } from './feed-cursor.js';

/**
 * What graphql-ws is given to iterate over in a live stream's place: yields nothing, since each payload is sent as
 * it is, without being made again for each socket. Ends or throws as the stream does; returning ends the stream.
 */
export function deliver(
  stream: LiveStream<Told>,
  payloadOf: (told: Told) => string | Promise<string>,
  send: (payload: string) => Promise<void>,
): AsyncIterableIterator<never, undefined, undefined> {
  let ended = false;

  async function run(): Promise<IteratorResult<never, undefined>> {
    try {
      for (let next = await stream.next(); !next.done; next = await stream.next()) {
        const payload = await payloadOf(next.value);
        if (!ended) await send(payload);
      }
      return { done: true, value: undefined };
    } catch (error) {
      throw error instanceof SlowConsumerError ? slowConsumer(error) : error;
    } finally {
      await stream.return();
    }
  }

  const delivery: AsyncIterableIterator<never, undefined, undefined> = {
    next: run,
    async return() {
      ended = true;
      await stream.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => delivery,
  };
  return delivery;
}

const slowConsumer = ({ cursor }: SlowConsumerError): Error =>
  apiError(
    'SLOW_CONSUMER',
    'Messages came faster than they were read. Subscribe again: after details.cursor, nothing is missed',
    { cursor: encodeFeedCursor(cursor) },
  );
