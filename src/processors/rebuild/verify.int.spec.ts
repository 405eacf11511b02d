import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import { note, notes, noting } from '../../testing/notes.js';
import { projectorTests } from '../../testing/test-projector.js';
import { openRebuilding, type RebuildingProcess } from '../../testing/test-rebuild.js';
import { verify } from './verify.js';

describe.each([1, 3])('in a store with %i lanes, a verification', (lanes) => {
  const test = projectorTests(lanes);
  let process: RebuildingProcess;
  let streamIds: string[];

  const query = (text: string, values?: unknown[]) => test.database.admin.query(text, values);
  const write = (streamId: string, expectedVersion = 0, json?: string) =>
    test.writer.store.append(
      noting({ streamId, expectedVersion, events: json === undefined ? notes(3) : [note({ json })] }),
    );

  beforeEach(async () => {
    streamIds = Array.from({ length: 30 }, () => uuidv7()).sort();
    for (const streamId of streamIds) await write(streamId);
    const { projector, store } = await test.open();
    await projector.reaches(await store.head());
    await projector.stop();
    process = await openRebuilding(test);
  });

  it('finds nothing where all is right, as far as the projection has come', async () => {
    await write(streamIds[3] as string, 3);
    await write(uuidv7());
    expect(await verify(process)).toEqual({ streams: 30, events: 90, drift: [] });
    expect(await verify(process, { sample: 100 })).toEqual({ streams: 30, events: 90, drift: [] });
    expect(await verify(process, { sample: 7 })).toEqual({ streams: 7, events: 21, drift: [] });
  });

  it('finds what is wrong, missing or without a stream, and says in which columns', async () => {
    const [wrong = '', missing = '', elsewhere = ''] = streamIds;
    const stray = '00000000-0000-7000-8000-000000000000';
    await query(`update read_model.notes set notes = '{forged}', version = 2 where stream_id = $1`, [wrong]);
    await query(`update read_model.notes set snapshot = snapshot || '{"state": []}' where stream_id = $1`, [
      elsewhere,
    ]);
    await query(
      'insert into read_model.notes select $1, notes, lane, version, position, snapshot from read_model.notes limit 1',
      [stray],
    );
    await query('delete from read_model.notes where stream_id = $1', [missing]);
    const all = [
      { streamId: wrong, kind: 'wrong', columns: ['notes', 'version'] },
      { streamId: missing, kind: 'missing', columns: [] },
      { streamId: elsewhere, kind: 'wrong', columns: ['snapshot'] },
      { streamId: stray, kind: 'stray', columns: [] },
    ];
    const byStream = <Row extends { streamId: string }>(rows: readonly Row[]) =>
      [...rows].sort((a, b) => (a.streamId < b.streamId ? -1 : 1));
    expect(byStream((await verify(process)).drift)).toEqual(byStream(all));
    expect(byStream((await verify(process, { sample: 30 })).drift)).toEqual(byStream(all));
  });

  it('leaves out streams with parked events, and takes the rest of an unreadable one as it is', async () => {
    const [parked = ''] = streamIds;
    await write(parked, 3, '"illegible"');
    const { projector, store } = await test.open();
    await projector.reaches(await store.head(), 20_000);
    expect(await verify(process)).toMatchObject({ streams: 30, drift: [] });
    await query('delete from read_model.notes where stream_id = $1', [parked]);
    expect(await verify(process)).toMatchObject({ streams: 30, drift: [] });
    await query('delete from event_store.parked_events');
    expect((await verify(process)).drift).toEqual([{ streamId: parked, kind: 'missing', columns: [] }]);
  });

  it('looks at one moment, whatever is projected meanwhile', async () => {
    const [first = ''] = streamIds;
    let version = 3;
    const { projector, store } = await test.open();
    let done = false;
    const writing = (async () => {
      while (!done) {
        await write(first, version, '"more"');
        version += 1;
        await projector.reaches(await store.head());
      }
    })();
    for (let round = 0; round < 10; round += 1) expect((await verify(process)).drift).toEqual([]);
    done = true;
    await writing;
    expect(version).toBeGreaterThan(5);
  });
});
