import { feedRootText } from '../../event-sourcing/feed-root-text.js';
import type { HistoryFault, VerifiedPlace } from '../../event-sourcing/feed-verifier.js';
import type { Storage } from '../../storage.js';
import { startProgress } from '../progress.js';
import type { VerifyArguments } from './arguments.js';
import { compareRoots } from './compare-roots.js';
import { type Verification, type VerificationFile, verificationFile } from './verification-file.js';

const mostFaults = 20;
/** Milliseconds after which what a run has looked at is not believed any more. */
const longestBelieved = 12 * 3_600_000;

type Say = (line: string) => void;

/**
 * Says what it finds, line by line; answers whether history is as it was recorded. It goes on where a run was cut off
 * not long ago, but where somebody compares a root that was kept: all before that has to be looked at then.
 */
export async function verifyHistory(
  storage: Storage,
  folder: string,
  { fromStart, keptRoots }: VerifyArguments,
  say: Say,
): Promise<boolean> {
  const file = verificationFile(folder, storage.store);
  const begun = fromStart || keptRoots.length > 0 ? undefined : await believed(file, say);
  const { places, faults } = await walk(storage, begun, file.write, say);
  await file.remove();
  if (faults.length >= mostFaults) say(`No more than ${mostFaults} faults are told`);
  const events = eventsUpTo(places);
  for (const fault of await compareRoots(storage.store, keptRoots)) {
    say(fault);
    faults.push(fault);
  }
  if (faults.length > 0) {
    say(`History is NOT what was recorded: ${faults.length} faults in ${grouped(events)} events`);
    return false;
  }
  if (events === 0) {
    say(
      'There are no events, and nothing here tells that there ever were; a root kept elsewhere would: --root',
    );
    return true;
  }
  const roots = places.map(({ root }) => root);
  say(verified(events, begun));
  say(
    `Keep elsewhere: ${storage.store.sealCursor(places.map(({ position }) => position))}:${feedRootText({ roots })}`,
  );
  return true;
}

async function believed({ read }: VerificationFile, say: Say): Promise<Verification | undefined> {
  const begun = await read();
  if (begun === undefined) return undefined;
  const age = Date.now() - begun.begunAt;
  if (age < 0 || age > longestBelieved) {
    say(`Beginning anew: the run that was cut off began at ${instant(begun)}, and is not believed any more`);
    return undefined;
  }
  say(
    `Going on behind ${grouped(eventsUpTo(begun.places))} events, where the run of ${instant(begun)} was cut off`,
  );
  return begun;
}

function verified(events: number, begun: Verification | undefined): string {
  const intact = 'each is as it was recorded, and none is missing';
  if (begun === undefined) return `Verified ${grouped(events)} events: ${intact}`;
  const before = eventsUpTo(begun.places);
  return `Verified ${grouped(events - before)} events: ${intact}. The ${grouped(before)} before them were verified by the run of ${instant(begun)}, and not again: --from-start does`;
}

const instant = ({ begunAt }: Verification): string => new Date(begunAt).toISOString();

/** Up to the end of the feed, or until more has been found than anybody wants to read. */
async function walk(
  { archive, verify }: Storage,
  begun: Verification | undefined,
  keep: (so: Verification) => Promise<void>,
  say: Say,
): Promise<{ places: readonly VerifiedPlace[]; faults: string[] }> {
  const begunAt = begun?.begunAt ?? Date.now();
  const faults = [...(begun?.faults ?? [])];
  faults.forEach(say);
  let places: readonly VerifiedPlace[] = begun?.places ?? [];
  const progress = startProgress('Verifying', await archive.count(), 'events');
  progress.advance(eventsUpTo(places));
  try {
    for await (const page of verify(begun?.places)) {
      ({ places } = page);
      for (const fault of page.faults.map(describe).slice(0, mostFaults - faults.length)) {
        say(fault);
        faults.push(fault);
      }
      progress.advance(page.events);
      if (faults.length >= mostFaults) break;
      await keep({ begunAt, places: [...places], faults });
    }
  } finally {
    progress.stop();
  }
  return { places, faults };
}

const describe = ({ lane, position, what }: HistoryFault): string =>
  `lane ${lane}, position ${position}: ${what}`;

const eventsUpTo = (places: readonly VerifiedPlace[]): number =>
  places.reduce((sum, { position }) => sum + position, 0);

const grouped = (count: number): string => count.toLocaleString('en-US');
