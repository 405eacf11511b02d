import { EventStoreError } from '../event-sourcing/errors.js';

export interface SharedRoundTrips<Request, Answer> {
  /** Sends all of them in one round trip, and answers each. */
  send(requests: readonly Request[]): Promise<readonly Answer[]>;
  /** Round trips under way at a time. */
  readonly concurrency: number;
  /** Seats in one round trip. */
  readonly limit: number;
  /** How many seats a request takes; one that takes more than there are travels by itself. Default: 1. */
  seats?(request: Request): number;
  /** Two requests that share one of these must not travel together. */
  exclusive?(request: Request): readonly string[];
  /** Whether one request may have failed a round trip for all, so that each is sent alone. Default: no. */
  separable?(error: unknown): boolean;
}

interface Entry<Request, Answer> {
  readonly request: Request;
  /** By the clock of `performance.now()`. */
  readonly until: number;
  /** To travel by itself, after a round trip with others has failed. */
  readonly alone?: boolean;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Requests that arrive while a round trip is under way go together in the next: no timer, no delay when
 * idle. A request never joins a round trip that has begun, so its answer is never older than its question.
 * One that has waited past `until` when a round trip ends is refused with an EventStoreError.
 */
export function shareRoundTrips<Request, Answer>(
  options: SharedRoundTrips<Request, Answer>,
): (request: Request, until?: number) => Promise<Answer> {
  let waiting: Entry<Request, Answer>[] = [];
  let underWay = 0;

  function depart(): void {
    waiting = refuseLate(waiting);
    while (underWay < options.concurrency && waiting.length > 0) {
      const [batch, rest] = board(waiting, options);
      waiting = rest;
      underWay += 1;
      void travel(batch).finally(() => {
        underWay -= 1;
        depart();
      });
    }
  }

  async function travel(batch: readonly Entry<Request, Answer>[]): Promise<void> {
    try {
      const answers = await options.send(batch.map((entry) => entry.request));
      for (const [i, entry] of batch.entries()) entry.resolve(answers[i] as Answer);
    } catch (error) {
      if (batch.length > 1 && options.separable?.(error)) {
        waiting = [...batch.map((entry) => ({ ...entry, alone: true })), ...waiting];
      } else {
        for (const entry of batch) entry.reject(error);
      }
    }
  }

  return (request, until = Number.POSITIVE_INFINITY) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ request, until, resolve, reject });
      // After this turn of the event loop's microtasks, so that requests of one turn travel together.
      if (waiting.length === 1) queueMicrotask(depart);
    });
}

function refuseLate<Request, Answer>(waiting: readonly Entry<Request, Answer>[]): Entry<Request, Answer>[] {
  const now = performance.now();
  return waiting.filter((entry) => {
    const late = entry.until < now;
    if (late) entry.reject(new EventStoreError('The event store does not answer in time'));
    return !late;
  });
}

/** Splits those who wait into the next batch, in order, and those who stay behind. */
function board<Request, Answer>(
  waiting: readonly Entry<Request, Answer>[],
  { limit, seats = () => 1, exclusive = () => [] }: SharedRoundTrips<Request, Answer>,
): [batch: Entry<Request, Answer>[], rest: Entry<Request, Answer>[]] {
  // Those who travel alone stand in front.
  if (waiting[0]?.alone) return [waiting.slice(0, 1), waiting.slice(1)];
  const batch: Entry<Request, Answer>[] = [];
  const rest: Entry<Request, Answer>[] = [];
  const taken = new Set<string>();
  let free = limit;
  for (const entry of waiting) {
    const names = exclusive(entry.request);
    const wanted = Math.min(limit, seats(entry.request));
    if (wanted <= free && !names.some((name) => taken.has(name))) {
      batch.push(entry);
      free -= wanted;
    } else rest.push(entry);
    // Also for those who stay behind, so that requests that exclude each other leave in their order.
    for (const name of names) taken.add(name);
  }
  return [batch, rest];
}
