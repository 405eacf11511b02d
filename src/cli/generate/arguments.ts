import { parseArgs } from 'node:util';

export interface GenerateArguments {
  readonly orders: number;
  readonly seed: number;
}

const usage = 'npm run generate -- --orders N [--seed S]';
const mostOrders = 10_000_000;

/** Throws an Error of one line that says what is wrong. */
export function readArguments(args: readonly string[]): GenerateArguments {
  const { orders, seed = '1' } = parsed(args);
  if (orders === undefined) throw new Error(`Usage: ${usage}`);
  return {
    orders: wholeNumber('--orders', orders, 1, mostOrders),
    seed: wholeNumber('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
  };
}

function parsed(args: readonly string[]) {
  try {
    const options = { orders: { type: 'string' }, seed: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new Error(`Usage: ${usage}`);
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const [from, to] = [least, most].map((it) => it.toLocaleString('en-US'));
  throw new Error(`${name} must be a whole number from ${from} to ${to}, not ${text}. Usage: ${usage}`);
}
