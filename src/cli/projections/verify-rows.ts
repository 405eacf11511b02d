import type { Projection } from '../../event-sourcing/projection.js';
import type { RowDrift } from '../../processors/rebuild/row-drift.js';
import { verify } from '../../processors/rebuild/verify.js';
import type { Storage } from '../../storage.js';
import { type Progress, startProgress } from '../progress.js';
import { tellParked } from './parked.js';

/** How many rows are named. */
const named = 10;

/** Answers whether all rows that were looked at are right; on standard output what is wrong. */
export async function verifyRows(
  { db, bulk, store }: Storage,
  projection: Projection,
  sample: number | undefined,
): Promise<boolean> {
  const { name } = projection;
  let progress: Progress | undefined;
  const { streams, events, drift } = await verify(
    { bulk, store, projection },
    {
      sample,
      onTotal: (total) => {
        progress = startProgress(`Verifying ${name}`, total, 'events');
      },
      onVerified: (verified) => progress?.advance(verified),
    },
  ).finally(() => progress?.stop());
  const [ofStreams, ofEvents, wrong] = [streams, events, drift.length].map((it) =>
    it.toLocaleString('en-US'),
  );
  const looked = sample === undefined ? 'all rows are right' : 'their rows are right';
  const result = drift.length === 0 ? looked : `rows that are not as they should be: ${wrong}`;
  process.stdout.write(`Folded ${ofStreams} streams of ${ofEvents} events again: ${result}\n`);
  await tellParked(db, projection);
  for (const row of drift.slice(0, named)) process.stdout.write(`${describe(row)}\n`);
  return drift.length === 0;
}

function describe({ streamId, kind, columns }: RowDrift): string {
  if (kind === 'missing') return `${streamId}: the row is missing`;
  if (kind === 'stray') return `${streamId}: a row without a stream`;
  return `${streamId}: wrong in ${columns.join(', ')}`;
}
