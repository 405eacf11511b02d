export type ProjectionsCommand =
  | { readonly kind: 'list' }
  | { readonly kind: 'rebuild' | 'parked'; readonly name: string }
  | { readonly kind: 'verify'; readonly name: string; readonly sample?: number }
  | { readonly kind: 'replay'; readonly name: string; readonly eventId: string };

const usage = `Usage: npm run projections                              list them
       npm run projections -- rebuild NAME              make all rows anew, while a server runs
       npm run projections -- verify NAME [--sample N]  compare all rows, or N, with the log
       npm run projections -- parked NAME               list the events that could not be applied
       npm run projections -- replay NAME EVENT_ID      try one of them again`;

/** Throws, with the usage, where they are none of these. */
export function readArguments([kind = 'list', name, ...more]: readonly string[]): ProjectionsCommand {
  const [first, second] = more;
  if (kind === 'list' && name === undefined) return { kind };
  if (name !== undefined && !name.startsWith('-')) {
    if ((kind === 'rebuild' || kind === 'parked') && more.length === 0) return { kind, name };
    if (kind === 'verify' && more.length === 0) return { kind, name };
    if (kind === 'verify' && more.length === 2 && first === '--sample' && /^[1-9]\d{0,8}$/.test(second ?? ''))
      return { kind, name, sample: Number(second) };
    if (kind === 'replay' && more.length === 1 && uuid.test(first ?? ''))
      return { kind, name, eventId: first ?? '' };
  }
  throw new Error(usage);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
