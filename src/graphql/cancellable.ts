/**
 * A stream that ends as soon as its consumer does. A generator that waits cannot be returned before what it
 * waits for has come, so returning first aborts the signal that it was made with.
 */
export function cancellable<T>(
  make: (signal: AbortSignal) => AsyncGenerator<T>,
): AsyncIterableIterator<T, void, undefined> {
  const abort = new AbortController();
  const source = make(abort.signal);
  const stream: AsyncIterableIterator<T, void, undefined> = {
    next: () => source.next(),
    return(value) {
      abort.abort();
      return source.return(value);
    },
    throw(error) {
      abort.abort();
      return source.throw(error);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
