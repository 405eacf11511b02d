import { isRejection } from '../../event-sourcing/errors.js';
import type { Instant, Metadata, NewEvent, Recorded } from '../../event-sourcing/event.js';
import { toNewEvents } from '../../event-sourcing/new-events.js';
import { emptySnapshot, replay } from '../../event-sourcing/replay.js';
import type { OrderCommand } from '../domain/commands.js';
import { orderEventSchemas } from '../domain/event-schemas.js';
import type { OrderEvent } from '../domain/events.js';
import { orderDecider } from '../domain/order-decider.js';
import type { OrderSnapshot } from '../domain/state.js';
import { toRecorded } from './played-event.js';

export interface LivedEvent {
  readonly version: number;
  readonly event: NewEvent & { readonly recordedAt: Instant };
  /** The name that the order claims with it. */
  readonly claim: string | undefined;
}

/** An order that lives outside of any store, by the rules of the mutations. */
export interface OrderLife {
  readonly current: OrderSnapshot;
  /** All so far, oldest first. */
  readonly events: readonly LivedEvent[];
  /**
   * Carries out a command at an instant, which must not lie before that of the command before it.
   * Answers whether it came to events: what the rules refuse, or what changes nothing, leaves none.
   */
  obey(command: OrderCommand, at: Instant, metadata: Metadata): boolean;
  /** The version that was current at an instant; 0 where there was none. */
  versionAt(instant: Instant): number;
}

export function beginOrderLife(streamId: string, newId: (at: Instant) => string): OrderLife {
  const empty: OrderSnapshot = emptySnapshot(orderDecider, streamId);
  const recorded: Recorded<OrderEvent>[] = [];
  const events: LivedEvent[] = [];
  let current = empty;

  return {
    get current() {
      return current;
    },
    events,
    obey(command, at, metadata) {
      const decided = orderDecider.decide(command, current);
      if (isRejection(decided) || decided.length === 0) return false;
      const settings = { decider: orderDecider, schemas: orderEventSchemas, newId: () => newId(at) };
      const claim = orderDecider.claimOf(decided);
      const lived = toNewEvents(settings, decided, current, metadata).map((event, i) => ({
        version: current.version + 1 + i,
        event: { ...event, recordedAt: at },
        claim: i === 0 ? claim : undefined,
      }));
      const tail = lived.map((event, i) => toRecorded(event, streamId, decided[i]?.data));
      events.push(...lived);
      recorded.push(...tail);
      current = replay(orderDecider, current, tail) ?? replay(orderDecider, empty, recorded) ?? empty;
      return true;
    },
    versionAt: (instant) => recorded.findLast((event) => event.recordedAt <= instant)?.version ?? 0,
  };
}
