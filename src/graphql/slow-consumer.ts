import type { EventStore } from '../event-sourcing/event-store.js';
import { SlowConsumerError } from '../processors/live/live-queue.js';
import { type LiveStream, liveStream, type Told } from '../processors/live/live-stream.js';
import { apiError } from './errors.js';

/** The stream, ended with SLOW_CONSUMER and the place to go on from where its consumer was too slow. */
export function tellingSlowConsumers<Item extends Told>(
  stream: LiveStream<Item>,
  { sealCursor }: Pick<EventStore, 'sealCursor'>,
): LiveStream<Item> {
  async function next(): Promise<IteratorResult<Item, undefined>> {
    try {
      return await stream.next();
    } catch (error) {
      throw error instanceof SlowConsumerError ? slowConsumer(sealCursor(error.cursor)) : error;
    }
  }
  return liveStream(next, () => void stream.return());
}

const slowConsumer = (cursor: string): Error =>
  apiError(
    'SLOW_CONSUMER',
    'Messages came faster than they were read. Subscribe again: after details.cursor, nothing is missed',
    { cursor },
  );
