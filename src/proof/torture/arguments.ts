import { parseArgs } from 'node:util';

export interface TortureArguments {
  readonly minutes: number;
  readonly seed: number;
  /** The feed under hostile transactions, instead of all. */
  readonly feed: boolean;
  /** Of the feed. */
  readonly events: number;
}

const usage = 'npm run torture -- [--minutes 1] [--seed 1] | --feed [--events 500000]';

/** Throws an Error of one line that says what is wrong. */
export function readTortureArguments(args: readonly string[]): TortureArguments {
  const text = { type: 'string' } as const;
  const options = { minutes: text, seed: text, events: text, feed: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  return {
    minutes: positive('minutes', values.minutes ?? '1'),
    seed: positive('seed', values.seed ?? `${1 + (Date.now() % 1_000_000)}`),
    feed: values.feed ?? false,
    events: positive('events', values.events ?? '500000'),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0, not ${text}. Usage: ${usage}`);
  return value;
}
