import type pg from 'pg';
import type { DomainEvent } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import type { Projection } from '../event-sourcing/projection.js';
import { emptySnapshot, replay } from '../event-sourcing/replay.js';

/** What a stream's notes say, each with its version. Null while nothing was noted, which has no row. */
type Notes = readonly string[] | null;

/**
 * A read model of notes. A note that says "illegible" cannot be folded, one that says "unwanted" not be stored,
 * and one that is a number rolls back to that version.
 */
export const noteProjection: Projection<Notes, DomainEvent, { readonly notes: readonly string[] }> = {
  name: 'notes',
  table: ['read_model', 'notes'],
  key: 'stream_id',
  fold: {
    initialState: null,
    evolve(notes, { type, version, data }) {
      if (type !== 'Noted' || typeof data !== 'string') return notes;
      if (data === 'illegible') throw new Error('cannot be read');
      return [...(notes ?? []), `${version} ${data}`];
    },
    rollbackTarget: ({ data }) => (typeof data === 'number' ? data : undefined),
  },
  rowOf: ({ state }) => (state ? { notes: state } : undefined),
};

export const createNoteTable = (admin: pg.Pool) =>
  admin.query(`
    create table read_model.notes (
      stream_id uuid not null,
      notes text[] not null,
      lane smallint not null,
      version integer not null,
      position bigint not null,
      snapshot jsonb not null,
      constraint notes_pkey primary key (stream_id),
      constraint notes_wanted check (array_to_string(notes, ' ') not like '%unwanted%')
    );
    alter table read_model.notes owner to retrace_app`);

export type NoteRows = Record<string, { readonly version: number; readonly notes: readonly string[] }>;

/** The rows that there are. */
export async function noteRows(admin: pg.Pool): Promise<NoteRows> {
  const { rows } = await admin.query('select stream_id, version, notes from read_model.notes');
  return Object.fromEntries(rows.map(({ stream_id, version, notes }) => [stream_id, { version, notes }]));
}

/** The rows that there should be: each stream folded from its start, from what the feed gives. */
export async function replayedNotes(store: EventStore, lanes = 1): Promise<NoteRows> {
  const { events } = await store.readFeed(Array(lanes).fill(0), 1_000_000);
  const rows: NoteRows = {};
  for (const streamId of new Set(events.map((event) => event.streamId))) {
    const snapshot = replay(
      noteProjection.fold,
      emptySnapshot(noteProjection.fold, streamId),
      await store.readStream(streamId),
    );
    if (snapshot?.state) rows[streamId] = { version: snapshot.version, notes: snapshot.state };
  }
  return rows;
}
