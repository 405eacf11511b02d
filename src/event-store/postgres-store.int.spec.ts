import { describeEventStore } from '../testing/event-store-contract/index.js';
import { createStoreDatabase, openStoreProcess } from '../testing/test-event-store.js';

for (const lanes of [1, 3]) {
  describeEventStore(`the event store on Postgres, lanes: ${lanes}`, async (options) => {
    const database = await createStoreDatabase(lanes);
    const { store, close } = await openStoreProcess(database.connection, options);
    return {
      async empty() {
        await database.forgetEvents();
        return store;
      },
      close: () => close().then(database.drop),
    };
  });
}
