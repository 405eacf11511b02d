import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type pg from 'pg';
import type { Following, History, LoggedEvent, Message, Operation } from '../checker/history.js';
import type { Entry } from '../clients/ledger.js';

/** What clients wrote down, and what the database holds. */
export async function readHistory(client: pg.Pool, ledgers: readonly string[]): Promise<History> {
  const operations = new Map<string, Operation>();
  const followings = new Map<string, Following & { readonly messages: Message[] }>();
  const same = interned();
  for (const file of ledgers) {
    for await (const line of createInterface(createReadStream(file))) {
      const entry = JSON.parse(line, (_, value) =>
        typeof value === 'string' ? same(value) : value,
      ) as Entry;
      if ('asks' in entry) {
        const { asks: id, at: start, session, server, name, input } = entry;
        const outcome = { is: 'unknown', why: 'nobody waited for it' } as const;
        operations.set(id, { id, session, server, name, input, start, end: Infinity, outcome });
      } else if ('answers' in entry) {
        const asked = operations.get(entry.answers) as Operation;
        const end = entry.outcome.is === 'unknown' ? Infinity : entry.at;
        operations.set(entry.answers, { ...asked, end, outcome: entry.outcome });
      } else if ('follows' in entry) {
        const { follows: id, filter, after } = entry;
        followings.set(id, { id, filter, after, messages: [] });
      } else followings.get(entry.tells)?.messages.push(entry);
    }
  }
  return {
    log: await readLog(client, same),
    operations: [...operations.values()],
    followings: [...followings.values()],
  };
}

/** Millions of equal texts would take the memory of each. */
function interned(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
}

const page = 20_000;

async function readLog(client: pg.Pool, same: (text: string) => string): Promise<LoggedEvent[]> {
  const log: LoggedEvent[] = [];
  for (let full = true; full; ) {
    const { rows } = await client.query(
      `select position::float8, event_id as id, stream_id as "orderId", version, type, data,
         request_id as "requestId", (extract(epoch from recorded_at) * 1000)::float8 as "recordedAt"
       from event_store.events where position > $1 order by position limit $2`,
      [log.at(-1)?.position ?? 0, page],
    );
    for (const row of rows)
      log.push({
        ...row,
        orderId: same(row.orderId),
        type: same(row.type),
        requestId: row.requestId && same(row.requestId),
      });
    full = rows.length === page;
  }
  return log;
}
