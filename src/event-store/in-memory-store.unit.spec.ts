import { describeEventStore } from '../testing/event-store-contract/index.js';
import { createInMemoryStore } from './in-memory-store.js';

describeEventStore('the event store in memory', async (options) => ({
  empty: async () => createInMemoryStore(options),
  close: async () => {},
}));
