import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { Stage } from '../stage/stage.js';
import { type FaultName, faultNames, faults, isCut } from './faults.js';

export interface Nemesis {
  /** How often each fault has happened. */
  readonly counts: Readonly<Record<FaultName, number>>;
  /** Kills and cuts among them. */
  readonly cuts: number;
  /** Resolves when all faults of a fixed plan have happened. */
  readonly done: Promise<void>;
  /** No more of them; resolves when all is right again. */
  stop(): Promise<void>;
}

/** How often each comes, where there is no end to them. Those that take a server long to get over come seldom. */
const weights: Readonly<Record<FaultName, number>> = {
  'server killed': 12,
  'Postgres crashed': 4,
  'connection cut before a commit': 20,
  'connection cut in a commit': 20,
  'connection cut after a commit': 20,
  'commit swallowed': 2,
  'all connections cut': 12,
  'all packets swallowed': 2,
  'network slow': 3,
  'head locked': 4,
  'products locked': 3,
  'reservations locked': 2,
  'read model locked': 2,
  'events locked': 2,
  'old snapshot held': 3,
  'writer left open': 3,
  'connections used up': 2,
  'clock of Postgres moved': 6,
  'clock of servers moved': 4,
};

export interface NemesisOptions {
  readonly stage: Stage;
  readonly random: Random;
  /** Each fault so many times at the least, and then no more; without it there is no end to them. */
  readonly rounds?: number;
  /** All there are, unless said otherwise. */
  readonly faults?: readonly FaultName[];
  /** Milliseconds between two faults, at the most. */
  readonly pause: number;
  onFault?(name: FaultName): void;
}

/** Has faults happen at random, several at once now and then. */
export function startNemesis(options: NemesisOptions): Nemesis {
  const { stage, random, rounds, pause, onFault } = options;
  const counts = Object.fromEntries(faultNames.map((name) => [name, 0])) as Record<FaultName, number>;
  const underWay = new Set<Promise<unknown>>();
  const busy = new Set<FaultName>();
  let stopped = false;

  async function strike(name: FaultName): Promise<void> {
    if (busy.has(name)) return;
    busy.add(name);
    onFault?.(name);
    // A fault may hit the hand that does another one.
    const happening = faults[name](stage, random).then(
      () => {
        counts[name] += 1;
      },
      () => {},
    );
    underWay.add(happening);
    await happening.finally(() => underWay.delete(happening));
    busy.delete(name);
  }

  async function run(): Promise<void> {
    for (const name of rounds === undefined ? atWill(random) : untilAll()) {
      if (stopped) break;
      const over = strike(name);
      await Promise.race([over, delay(pause * (0.5 + random.next()))]);
      if (underWay.size > 3 || /killed|crashed/.test(name)) await over;
      await delay(random.below(pause));
    }
    await Promise.all(underWay);
  }

  /** Again and again those that have not happened so often. */
  function* untilAll(): Generator<FaultName> {
    const { faults: names = faultNames } = options;
    for (let left = [...names]; left.length > 0; left = names.filter((name) => counts[name] < (rounds ?? 0)))
      yield* shuffled(left, random);
  }

  const done = run();
  return {
    counts,
    get cuts() {
      return faultNames.filter(isCut).reduce((sum, name) => sum + counts[name], 0);
    },
    done,
    async stop() {
      stopped = true;
      await done;
    },
  };
}

function* atWill(random: Random): Generator<FaultName> {
  for (;;) yield random.weighted(weights);
}

const shuffled = (names: readonly FaultName[], random: Random): readonly FaultName[] =>
  names
    .map((name) => [random.next(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name);
