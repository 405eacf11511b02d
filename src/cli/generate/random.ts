/** Random numbers that are the same in every run, for one thing of a generated store. */
export interface Random {
  /** 0 up to 1, exclusive. */
  fraction(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(of: readonly T[]): T;
  /** Milliseconds around a mean, mostly shorter and now and then much longer, as waiting times are. */
  pause(mean: number): number;
  /** One of `count` by popularity, from 0, the most popular: Zipf's law with a head that `flat` evens out. */
  rank(count: number, flat: number): number;
  /** A UUIDv7 of that instant. */
  uuid(at: number): string;
}

const kinds = { customer: 1, product: 2, order: 3 } as const;

/**
 * Each customer, product and order of a seed (a safe integer) has numbers of its own, so that each can be made
 * without those before it.
 */
export function randomOf(seed: number, kind: keyof typeof kinds, index: number): Random {
  const bits = sfc32(seed | 0, (seed / 2 ** 32) | 0, index | 0, kinds[kind]);
  const fraction = () => bits() / 2 ** 32;
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    between,
    chance: (probability) => fraction() < probability,
    pick: <T>(of: readonly T[]) => of[between(0, of.length - 1)] as T,
    pause: (mean) => Math.round(-mean * Math.log(1 - fraction())),
    rank: (count, flat) => Math.floor(flat * ((1 + count / flat) ** fraction() - 1)),
    uuid: (at) => uuidv7(at, bits),
  };
}

/** Chris Doty-Humphrey's small fast counter: different seeds cannot meet before they are mixed. */
function sfc32(a: number, b: number, c: number, counter: number): () => number {
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

function uuidv7(at: number, bits: () => number): string {
  const [a, b, c] = [bits(), bits(), bits()];
  const time = `${hex8(Math.floor(at / 2 ** 16))}-${hex4(at % 2 ** 16)}`;
  const version = hex4(0x7000 | (a & 0xfff));
  const variant = hex4(0x8000 | ((a >>> 12) & 0x3fff));
  return `${time}-${version}-${variant}-${hex8(b)}${hex4(c & 0xffff)}`;
}

const quads = Array.from({ length: 2 ** 16 }, (_, value) => value.toString(16).padStart(4, '0'));
const hex4 = (value: number): string => quads[value] as string;
const hex8 = (value: number): string => hex4(value >>> 16) + hex4(value & 0xffff);
