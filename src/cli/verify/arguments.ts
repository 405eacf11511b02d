import { parseArgs } from 'node:util';

/** A root that somebody wrote down when the feed ended there. */
export interface KeptRoot {
  /** As it was told. */
  readonly cursor: string;
  readonly root: string;
}

export interface VerifyArguments {
  /** Begin anew where an earlier run was cut off. */
  readonly fromStart: boolean;
  readonly keptRoots: readonly KeptRoot[];
}

const usage = `Usage: npm run verify [-- [--from-start] [--root CURSOR:ROOT]...]

Looks at every event, also beside a running server: whether any was changed, removed, inserted or moved. A run that
was cut off is gone on with by the next one, for twelve hours, and without --root.

  --from-start        begin anew instead
  --root CURSOR:ROOT  compare the feed's root at that place with one that was kept elsewhere, as feedRoot of the API
                      or an earlier run told it. Who may write to the database can forge its whole history without
                      a contradiction; only a root kept out of their reach tells. May be given several times`;

/** Throws, with the usage, where they are none of these. */
export function readArguments(args: readonly string[]): VerifyArguments {
  const { 'from-start': fromStart, root } = parse(args);
  return { fromStart, keptRoots: root.map(readKeptRoot) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: joined(args),
      options: {
        'from-start': { type: 'boolean', default: false },
        root: { type: 'string', multiple: true, default: [] },
      },
    }).values;
  } catch {
    throw new Error(usage);
  }
}

/** A cursor may begin with a hyphen, by which an option would be meant. */
const joined = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    if (args[i - 1] === '--root') return [];
    return arg === '--root' && i + 1 < args.length ? [`--root=${args[i + 1]}`] : [arg];
  });

function readKeptRoot(text: string): KeptRoot {
  const [, cursor, root] = /^([\w-]+):([0-9a-f]{64}(?:\.[0-9a-f]{64})*)$/.exec(text) ?? [];
  if (cursor === undefined || root === undefined)
    throw new Error(`"${text}" is no root that was kept.\n${usage}`);
  return { cursor, root };
}
