import type { Instant, NewEvent, Recorded } from '../../event-sourcing/event.js';
import { toNewEvents } from '../../event-sourcing/new-events.js';
import { orderEventSchemas } from '../domain/event-schemas.js';
import type { OrderEvent } from '../domain/events.js';
import { orderDecider } from '../domain/order-decider.js';
import type { OrderSnapshot } from '../domain/state.js';
import { fingerprint } from '../fingerprint.js';
import type { HistoryChange } from './history-change.js';
import { namedUuid } from './named-uuid.js';

/** An event that a change caused, to be recorded at the change's own instant. */
export interface PlayedEvent<Change> {
  readonly change: Change;
  readonly version: number;
  readonly event: NewEvent & { readonly recordedAt: Instant };
}

/** The same for two changes that say the same. */
export const changeId = ({ order, at, actor, command, input }: HistoryChange): string =>
  namedUuid(order, at, actor, fingerprint(command, input));

export function play<Change extends HistoryChange>(
  change: Change,
  decided: readonly OrderEvent[],
  current: OrderSnapshot,
): PlayedEvent<Change>[] {
  const id = changeId(change);
  let index = 0;
  const newId = () => namedUuid(id, index++);
  const settings = { decider: orderDecider, schemas: orderEventSchemas, newId };
  const metadata = { actor: change.actor, correlationId: id };
  return toNewEvents(settings, decided, current, metadata).map((event, i) => ({
    change,
    version: current.version + 1 + i,
    event: { ...event, recordedAt: change.at },
  }));
}

/** As a reader of the store would get it, but for its place in the feed. */
export const toRecorded = (
  { version, event: { json, ...event } }: Omit<PlayedEvent<unknown>, 'change'>,
  streamId: string,
  data: unknown = JSON.parse(json),
): Recorded<OrderEvent> =>
  ({
    causationId: null,
    requestId: null,
    source: null,
    subject: null,
    ...event,
    data,
    streamId,
    version,
    lane: 0,
    position: 0,
  }) as Recorded<OrderEvent>;
