import type pg from 'pg';
import { withRetries } from '../database/transient.js';
import type { Append, AppendRefusal } from '../event-sourcing/event-store.js';
import { assertStorable } from '../event-sourcing/storable-text.js';
import { type AppendJudgement, sendAppends } from './append.js';
import { laneOf } from './lanes.js';
import { appendsPerRoundTrip, guardsOf } from './shared-appends.js';
import { inTransaction } from './transaction.js';

/** Appends along each lane's feed in this order, in one transaction for each lane. */
export async function appendInOrder(
  pool: pg.Pool,
  lanes: number,
  appends: readonly Append[],
  onWritten: () => void,
): Promise<(AppendRefusal | undefined)[]> {
  for (const append of appends) assertStorable(append);
  const judgements = new Map<Append, AppendJudgement>();
  const alongLane = async (lane: number) => {
    const own = appends.filter((append) => laneOf(append.streamId, lanes) === lane);
    const judged = await withRetries(() => inTransaction(pool, (client) => judge(client, lane, own)));
    for (const [i, append] of own.entries()) judgements.set(append, judged[i] as AppendJudgement);
    onWritten();
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => alongLane(lane)));
  return appends.map((append) => refusalIn(judgements.get(append) as AppendJudgement));
}

async function judge(
  client: pg.ClientBase,
  lane: number,
  appends: readonly Append[],
): Promise<AppendJudgement[]> {
  const judgements: AppendJudgement[] = [];
  for (const batch of independent(appends)) {
    // What was written is not read back, so its data goes through no upcaster.
    judgements.push(...(await sendAppends(client, lane, batch, () => undefined)));
  }
  const untimely = judgements.find((it) => it.kind === 'untimely');
  if (untimely) throw untimely.error;
  return judgements;
}

/** Cuts appends, in their order, into round trips in which none depends on another. */
function* independent(appends: readonly Append[]): Generator<Append[], void> {
  let batch: Append[] = [];
  const taken = new Set<string>();
  for (const append of appends) {
    const guards = guardsOf(append);
    if (batch.length === appendsPerRoundTrip || guards.some((guard) => taken.has(guard))) {
      yield batch;
      batch = [];
      taken.clear();
    }
    batch.push(append);
    for (const guard of guards) taken.add(guard);
  }
  if (batch.length > 0) yield batch;
}

const refusalIn = (judgement: AppendJudgement): AppendRefusal | undefined =>
  judgement.kind === 'conflict' || judgement.kind === 'claimed' || judgement.kind === 'repeated'
    ? judgement
    : undefined;
