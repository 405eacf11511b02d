interface Waiting<Request, Answer> {
  readonly request: Request;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

export interface SharedRoundTrips<Request, Answer> {
  /** Sends all of them in one round trip, and answers each. */
  send(requests: readonly Request[]): Promise<readonly Answer[]>;
  /** Round trips under way at a time. */
  readonly concurrency: number;
  /** Requests in one round trip at the most. */
  readonly limit: number;
  /** Two requests that share one of these must not travel together. */
  exclusive?(request: Request): readonly string[];
  /** Whether the requests of a failed round trip are worth sending one by one. Default: no. */
  separable?(error: unknown): boolean;
}

/**
 * Requests that arrive while a round trip is under way go together in the next: no timer, no delay when
 * idle. A request never joins a round trip that has begun, so its answer is never older than its question.
 */
export function shareRoundTrips<Request, Answer>(
  options: SharedRoundTrips<Request, Answer>,
): (request: Request) => Promise<Answer> {
  type Entry = Waiting<Request, Answer>;
  let waiting: Entry[] = [];
  let underWay = 0;

  function depart(): void {
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

  async function travel(batch: readonly Entry[]): Promise<void> {
    try {
      const answers = await options.send(batch.map((entry) => entry.request));
      batch.forEach((entry, i) => {
        entry.resolve(answers[i] as Answer);
      });
    } catch (error) {
      if (batch.length > 1 && options.separable?.(error)) {
        for (const entry of batch) await travel([entry]);
      } else {
        for (const entry of batch) entry.reject(error);
      }
    }
  }

  return (request) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      // After this turn of the event loop's microtasks, so that requests of one turn travel together.
      if (waiting.length === 1) queueMicrotask(depart);
    });
}

/** Splits those who wait into the next batch, in order, and those who stay behind. */
function board<Request, Answer>(
  waiting: readonly Waiting<Request, Answer>[],
  { limit, exclusive }: SharedRoundTrips<Request, Answer>,
) {
  if (!exclusive) return [waiting.slice(0, limit), waiting.slice(limit)] as const;
  const batch: Waiting<Request, Answer>[] = [];
  const rest: Waiting<Request, Answer>[] = [];
  const taken = new Set<string>();
  for (const entry of waiting) {
    const names = exclusive(entry.request);
    if (batch.length < limit && !names.some((name) => taken.has(name))) batch.push(entry);
    else rest.push(entry);
    // Also for those who stay behind, so that requests that exclude each other keep their order.
    for (const name of names) taken.add(name);
  }
  return [batch, rest] as const;
}
