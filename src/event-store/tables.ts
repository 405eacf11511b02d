import type { ColumnType, Generated } from 'kysely';

interface Heads {
  lane: number;
  position: number;
  recorded_at: Date;
  root: Buffer;
}

interface Events {
  lane: number;
  stream_id: string;
  version: number;
  position: number;
  event_id: string;
  type: string;
  schema_version: number;
  /** JSON text as it was written. */
  data: string;
  actor: string;
  correlation_id: string;
  causation_id: string | null;
  request_id: string | null;
  source: string | null;
  subject: string | null;
  recorded_at: Date;
  hash: Buffer;
  root: Buffer;
}

interface Idempotency {
  lane: number;
  actor: string;
  key: string;
  fingerprint: string;
  stream_id: string;
  first_version: number;
  last_version: number;
  recorded_at: Date;
}

interface Claims {
  lane: number;
  claim: string;
  stream_id: string;
}

interface Snapshots {
  lane: number;
  stream_id: string;
  version: number;
  fold: string;
  sealed: string;
}

interface Identity {
  one: Generated<boolean>;
  store_id: Generated<string>;
  seal_key: Generated<Buffer>;
  cursor_key: Generated<Buffer>;
}

interface Checkpoints {
  processor: string;
  cursor: ColumnType<number[] | string[], number[], number[]>;
  updated_at: Generated<Date>;
  revision: Generated<number>;
}

interface ParkedEvents {
  processor: string;
  lane: number;
  position: number;
  stream_id: string;
  version: number;
  event_id: string;
  type: string;
  error: string;
  attempts: number;
  parked_at: Generated<Date>;
}

interface Rebuilds {
  processor: string;
  rebuild_id: string;
  purpose: string;
  phase: string;
  target: ColumnType<number[] | string[], number[], number[]>;
  lane: number | null;
  stream_id: string | null;
  cursor: ColumnType<number[] | string[], number[], number[]>;
  events: Generated<number>;
  worked: Generated<number>;
  drift: number | null;
  drifted: Generated<string[]>;
  started_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface EventStoreTables {
  'event_store.heads': Heads;
  'event_store.events': Events;
  'event_store.idempotency': Idempotency;
  'event_store.claims': Claims;
  'event_store.snapshots': Snapshots;
  'event_store.identity': Identity;
  'event_store.checkpoints': Checkpoints;
  'event_store.parked_events': ParkedEvents;
  'event_store.rebuilds': Rebuilds;
}

/** What readers of events read; those of the chain read more. */
export type EventRow = Omit<Events, 'hash' | 'root'>;
