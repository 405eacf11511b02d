import { expect, it } from 'vitest';
import { record, STREAM_ID } from '../testing/given-when-then.js';
import { UnreadableData } from './event-schema.js';
import { staleVersion } from './version-conflict.js';

it('tells what was stored where this build cannot read it', async () => {
  const [event] = record([{ type: 'Noted', data: {} }]);
  const data = new UnreadableData({ text: 'in an old shape' }, new Error('no upcaster'));
  const store = { readStream: async () => [{ ...event, data } as never] };
  const refusal = await staleVersion(store, 0, { streamId: STREAM_ID, version: 1 });
  expect(refusal.details).toMatchObject({ events: [{ type: 'Noted', data: { text: 'in an old shape' } }] });
});
