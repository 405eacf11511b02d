import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import { isLiveStream } from '../processors/live/live-stream.js';
import type { Caller } from './context.js';
import { deliver } from './delivery.js';
import type { PayloadOf } from './payloads.js';
import type { InTime } from './pipeline.js';
import { selectionOf } from './selection.js';

export interface Subscriber {
  readonly caller: Caller;
  /** Sends the payload of one message. */
  send(payload: string): Promise<void>;
}

/**
 * GraphQL's `subscribe`, but that payloads of a live stream are shared, and sent past graphql-ws, and that it has to
 * be opened in time. What goes wrong before the first event is answered as ever.
 */
export async function subscribeAndShare(
  args: ExecutionArgs,
  { caller, send }: Subscriber,
  payloadOf: PayloadOf,
  inTime: InTime,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const stream = await inTime(() => createSourceEventStream(args), close);
  if (!isAsyncIterable(stream)) return stream;
  if (!isLiveStream(stream)) return answers(stream, (rootValue) => execute({ ...args, rootValue }));
  const selection = selectionOf(args, caller);
  return deliver(stream, (told) => payloadOf(selection, told), send);
}

const close = (stream: Awaited<ReturnType<typeof createSourceEventStream>>): unknown =>
  isAsyncIterable(stream) ? stream[Symbol.asyncIterator]().return?.() : undefined;

const isAsyncIterable = (value: object): value is AsyncIterable<unknown> => Symbol.asyncIterator in value;

/** Not a generator: that could not be returned while it waits for its source. */
function answers<T, Answer>(
  source: AsyncIterable<T>,
  answer: (value: T) => Answer | Promise<Answer>,
): AsyncIterableIterator<Answer> {
  const values = source[Symbol.asyncIterator]();
  const results: AsyncIterableIterator<Answer> = {
    async next() {
      const next = await values.next();
      return next.done ? next : { done: false, value: await answer(next.value) };
    },
    async return() {
      await values.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
