import type { ColumnType, Generated } from 'kysely';

interface Heads {
  lane: number;
  position: number;
  recorded_at: Date;
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
  subject: string | null;
  recorded_at: Date;
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

interface Checkpoints {
  processor: string;
  cursor: ColumnType<number[] | string[], number[], number[]>;
  updated_at: Generated<Date>;
}

export interface EventStoreTables {
  'event_store.heads': Heads;
  'event_store.events': Events;
  'event_store.idempotency': Idempotency;
  'event_store.claims': Claims;
  'event_store.checkpoints': Checkpoints;
}

export type EventRow = Events;
