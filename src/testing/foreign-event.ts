import { note } from './notes.js';
import type { TestDatabase } from './test-database.js';
import { openStoreProcess } from './test-event-store.js';

export interface ForeignEvent {
  readonly orderId: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion?: number;
  readonly data: unknown;
  /** Whose order it is. */
  readonly customerId?: string;
}

/** Appends an event that this build would never write, as another build might; no process is told of it. */
export async function storeForeignEvent(
  { connection }: Pick<TestDatabase, 'connection'>,
  { orderId, version, type, schemaVersion = 1, data, customerId }: ForeignEvent,
): Promise<void> {
  const json = JSON.stringify(data);
  const event = note({ type, schemaVersion, json, actor: 'another build', subject: customerId ?? null });
  const { store, close } = await openStoreProcess(connection);
  try {
    const { kind } = await store.append({ streamId: orderId, expectedVersion: version - 1, events: [event] });
    if (kind !== 'appended') throw new Error(`Version ${version} of ${orderId} was not stored: ${kind}`);
  } finally {
    await close();
  }
}
