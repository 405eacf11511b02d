import fc from 'fast-check';

/** Choices, one after the other. They become simpler when fast-check makes a failing case smaller. */
export interface Draw {
  /** 0 to `max`, all as likely. */
  upTo(max: number): number;
  chance(percent: number): boolean;
  /** The first is the simplest. */
  oneOf<T>(these: readonly T[]): T;
  /** Where each has a weight. */
  weighted<T>(these: readonly (readonly [weight: number, it: T])[]): T;
  /** What makes the arbitrary must be the same function each time. */
  from<T>(arbitrary: () => fc.Arbitrary<T>): T;
}

/** What is built of such choices. */
export const drawn = <T>(build: (draw: Draw) => T): fc.Arbitrary<T> =>
  fc.gen().map((generator) => build(drawFrom(generator)));

const faces = 2 ** 31;
/** One for all: fast-check compares what arbitraries are made with, each time. */
const die = () => fc.noBias(fc.nat({ max: faces - 1 }));

function drawFrom(generator: fc.GeneratorValue): Draw {
  const draw: Draw = {
    upTo: (max) => (max <= 0 ? 0 : Math.floor((generator(die) / faces) * (max + 1))),
    chance: (percent) => draw.upTo(99) >= 100 - percent,
    oneOf: <T>(these: readonly T[]) => these[draw.upTo(these.length - 1)] as T,
    weighted(these) {
      let left = draw.upTo(these.reduce((sum, [weight]) => sum + weight, 0) - 1);
      for (const [weight, it] of these) {
        if (left < weight) return it;
        left -= weight;
      }
      throw new Error('nothing to draw from');
    },
    from: (arbitrary) => generator(arbitrary),
  };
  return draw;
}
