import { createSourceEventStream, parse } from 'graphql';
import { expect, it } from 'vitest';
import { createInMemoryStore } from '../../event-store/in-memory-store.js';
import { startFeed } from '../../processors/feed/feed.js';
import { startDispatcher } from '../../processors/live/dispatcher.js';
import { SlowConsumerError } from '../../processors/live/live-queue.js';
import { type LiveStream, liveStream, type Told } from '../../processors/live/live-stream.js';
import { schema } from '../../schema.js';
import { noteSchemas, notes, noting } from '../../testing/notes.js';

const store = createInMemoryStore({ schemas: noteSchemas });
const caller = { actor: 'olga', roles: new Set(['operator']) };

const subscribe = (query: string, context: object) =>
  createSourceEventStream({
    schema,
    document: parse(`subscription { ${query} }`),
    contextValue: { store, caller, ...context },
  }) as Promise<LiveStream<Told>>;

const slowConsumerAfter = (position: number) => ({
  message: expect.stringContaining('Subscribe again: after details.cursor'),
  extensions: { code: 'SLOW_CONSUMER', details: { cursor: store.sealCursor([position]) } },
});

it('ends events for one who is too slow, with the place of the last one that was told', async () => {
  const feed = await startFeed({ store, onError: expect.unreachable });
  const dispatcher = startDispatcher({ feed, onError: expect.unreachable });
  const limits = { queueLimit: 1, patience: -1 };
  const events = await subscribe('orderEvents { cursor }', { feed, dispatcher, ...limits });
  const first = events.next();
  await store.append(noting({ events: notes(3) }));
  expect((await first).value?.cursor).toEqual([1]);
  await expect(events.next()).rejects.toMatchObject(slowConsumerAfter(1));
  await feed.stop();
});

it('ends states for one who is too slow, with the place of the last one that was told', async () => {
  const slow = liveStream<Told>(
    () => Promise.reject(new SlowConsumerError([7])),
    () => undefined,
  );
  const id = '01890000-0000-7000-8000-000000000001';
  const states = await subscribe(`orderChanged(id: "${id}") { id }`, {
    liveOrders: { watch: async () => slow },
  });
  await expect(states.next()).rejects.toMatchObject(slowConsumerAfter(7));
});
