import type { Db } from '../../database/database.js';
import { shareRoundTrips } from '../../database/shared-round-trips.js';
import { withRetries } from '../../database/transient.js';
import type { Fulfilment, Fulfilments, ProcessState, StepKind } from '../../orders/index.js';

/** The work list as it is in the database. */
export function listProcesses(db: Db): Fulfilments {
  const all = db.selectFrom('fulfilment.processes');
  const shown = all.select([
    'order_id',
    'state',
    'next_step',
    'attempts',
    'undecided',
    'last_error',
    'waiting_since',
  ]);
  type Row = Awaited<ReturnType<typeof shown.execute>>[number];

  const fulfilmentOf = (row: Row): Fulfilment => ({
    orderId: row.order_id,
    state: row.state as ProcessState,
    nextStep: row.next_step as StepKind | null,
    attempts: row.attempts + row.undecided,
    lastError: row.last_error,
    waitingSince: row.waiting_since?.getTime() ?? null,
  });

  return {
    find: shareRoundTrips({
      concurrency: 2,
      limit: 100,
      async send(orderIds: readonly string[]) {
        const found = await withRetries(() => shown.where('order_id', 'in', orderIds).execute());
        const byId = new Map(found.map((row) => [row.order_id, fulfilmentOf(row)]));
        return orderIds.map((id) => byId.get(id));
      },
    }),
    async list(state, { size, backward, from }) {
      const page = shown
        .orderBy('order_id', backward ? 'desc' : 'asc')
        .limit(size + 1)
        .$if(state !== undefined, (query) => query.where('state', '=', state as string))
        .$if(from !== undefined, (query) =>
          query.where('order_id', backward ? '<' : '>', (from as readonly [string])[0]),
        );
      return (await withRetries(() => page.execute())).map(fulfilmentOf);
    },
    async count(state) {
      const count = all
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .$if(state !== undefined, (query) => query.where('state', '=', state as string));
      return (await withRetries(() => count.executeTakeFirstOrThrow())).count;
    },
  };
}
