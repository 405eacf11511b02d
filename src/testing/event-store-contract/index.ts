import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { noteSchemas } from '../notes.js';
import { chainContract } from './chain.js';
import { claimsContract } from './claims.js';
import { feedContract } from './feed.js';
import { idempotencyKeysContract } from './idempotency-keys.js';
import { inOrderContract } from './in-order.js';
import { readingContract } from './reading.js';
import { snapshotsContract } from './snapshots.js';
import type { OpenOptions, StoreFactory, StoreUnderTest } from './store-under-test.js';
import { textsContract } from './texts.js';
import { timeContract } from './time.js';
import { versionsContract } from './versions.js';

/** What every event store promises; each test begins with an empty one. */
export function describeEventStore(
  name: string,
  open: (options: OpenOptions) => Promise<StoreFactory>,
): void {
  describe(name, () => {
    const unknownTypes: string[] = [];
    let stores: StoreFactory;
    let store: StoreUnderTest['store'];
    beforeAll(async () => {
      stores = await open({ schemas: noteSchemas, onUnknownType: (type) => unknownTypes.push(type) });
    });
    beforeEach(async () => {
      store = await stores.empty();
    });
    afterAll(() => stores.close());

    const given = (): StoreUnderTest => ({ store, unknownTypes });
    versionsContract(given);
    idempotencyKeysContract(given);
    claimsContract(given);
    timeContract(given);
    inOrderContract(given);
    textsContract(given);
    readingContract(given);
    snapshotsContract(given);
    feedContract(given);
    chainContract(given);
  });
}
