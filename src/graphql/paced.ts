/** Does the work now, or where this turn of the event loop has had enough of it, in one of the next, in order. */
export type Paced = <T>(work: () => T) => T | Promise<T>;

/**
 * Work that is done for so many milliseconds in a turn of the event loop, and for one piece at the least. A thousand
 * who ask at once wait then for each other, and what else the loop has to do does not wait for all of them.
 */
export function paced(millisecondsInATurn: number): Paced {
  const line: (() => void)[] = [];
  let left = millisecondsInATurn;
  let turning = false;

  function nextTurn(): void {
    left = millisecondsInATurn;
    while (left > 0 && line.length > 0) line.shift()?.();
    turning = left < millisecondsInATurn;
    if (turning) setImmediate(nextTurn);
  }

  function timed<T>(work: () => T): T {
    const begin = performance.now();
    try {
      return work();
    } finally {
      left -= performance.now() - begin;
      if (!turning) setImmediate(nextTurn);
      turning = true;
    }
  }

  return (work) => {
    if (left > 0 && line.length === 0) return timed(work);
    return new Promise((resolve, reject) => {
      line.push(() => {
        try {
          resolve(timed(work));
        } catch (error) {
          reject(error);
        }
      });
    });
  };
}
