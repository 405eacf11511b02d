import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recorded } from '../../event-sourcing/event.js';
import type { EventStore } from '../../event-sourcing/event-store.js';
import { emptySnapshot, replay, type Snapshot } from '../../event-sourcing/replay.js';
import { createInMemoryStore } from '../../event-store/in-memory-store.js';
import { noteProjection } from '../../testing/note-projection.js';
import { note, noteSchemas, noting } from '../../testing/notes.js';
import { foldPage } from './fold-page.js';

const { fold } = noteProjection;

let store: EventStore;
let streamId: string;
let events: readonly Recorded[];

// Nine notes, and a rollback to the second as the tenth event.
beforeEach(async () => {
  store = createInMemoryStore({ schemas: noteSchemas });
  streamId = uuidv7();
  const written = [...'abcdefghi'].map((text) => note({ json: `"${text}"` }));
  await store.append(noting({ streamId, events: [...written, note({ json: '2' })] }));
  events = await store.readStream(streamId);
});

const stateAt = (version: number): Snapshot<unknown> =>
  replay(fold, emptySnapshot(fold, streamId), events.slice(0, version)) as Snapshot<unknown>;
const standings = () => new Map([[streamId, { snapshot: stateAt(8), parked: null }]]);

describe('a rollback to before the row', () => {
  it('goes on from the state that it made current again, which is asked for by its version', async () => {
    const readStream = vi.fn(store.readStream);
    const asked = vi.fn(async (_streamId: string, version: number) => stateAt(version));
    const page = events.slice(8);
    const { rows } = await foldPage(noteProjection, page, standings(), { readStream, stateAt: asked });
    expect(rows).toMatchObject([{ version: 10, notes: ['1 a', '2 b'], snapshot: stateAt(10) }]);
    expect(asked.mock.calls).toEqual([[streamId, 2]]);
    expect(readStream).not.toHaveBeenCalled();
  });

  it('is read up to there, and no farther, where nobody knows that state', async () => {
    const readStream = vi.fn(store.readStream);
    const { rows } = await foldPage(noteProjection, events.slice(8), standings(), { readStream });
    expect(rows).toMatchObject([{ version: 10, snapshot: stateAt(10) }]);
    expect(readStream.mock.calls).toEqual([[streamId, 0, 2]]);
  });
});
