import { uuidv7 } from 'uuidv7';
import { expect, it, vi } from 'vitest';
import { laneOf } from '../../event-store/lanes.js';
import { noteRows, replayedNotes } from '../../testing/note-projection.js';
import { notes, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';

const lanes = 3;
const test = projectorTests(lanes);

function idInLane(lane: number): string {
  for (;;) {
    const id = uuidv7();
    if (laneOf(id, lanes) === lane) return id;
  }
}

it('a projector follows each lane without a gap, and halts where one of them has one', async () => {
  const { store } = test.writer;
  const streamIds = Array.from({ length: 12 }, (_, i) => idInLane(i % lanes));
  const write = () =>
    Promise.all(
      streamIds.map((streamId) =>
        store.append(noting({ streamId, expectedVersion: 'any', events: notes(2) })),
      ),
    );
  const { projector } = await test.open({ batch: 7, haltedPause: 50 });
  for (let round = 0; round < 5; round += 1) await write();
  await projector.reaches(await store.head());
  expect(await noteRows(test.database.admin)).toEqual(await replayedNotes(store, lanes));

  const [, before = 0] = await store.head();
  await test.database.admin.query('update event_store.heads set position = position + 1 where lane = 1');
  await write();
  await vi.waitFor(() => expect(projector.state).toBe('HALTED'), 10_000);
  expect(projector.lastError).toMatch(
    new RegExp(
      `^Lane 1 of the feed has version 11 of \\S+ at position ${before + 2}, where position ${before + 1} should be$`,
    ),
  );
});
