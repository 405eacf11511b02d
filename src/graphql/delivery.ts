import type { LiveStream, Told } from '../processors/live/live-stream.js';

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
