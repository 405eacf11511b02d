import { userInfo } from 'node:os';
import { entryWriter } from '../audit/index.js';
import { commandLineActor } from '../event-sourcing/actors.js';
import type { Storage } from '../storage.js';

/** Does work that changes the store, and puts on record who did it, and whether it was DONE or FAILED. */
export async function onRecord(
  { db }: Storage,
  action: string,
  subject: string | null,
  work: () => Promise<boolean>,
): Promise<boolean> {
  const by = {
    actor: commandLineActor(userName()),
    roles: [],
    source: null,
    requestId: null,
    correlationId: null,
  };
  const write = entryWriter(db);
  const record = (isDone: boolean) =>
    write({ ...by, action, orderId: null, subject, outcome: isDone ? 'DONE' : 'FAILED', message: null }, 1);
  let isDone: boolean;
  try {
    isDone = await work();
  } catch (error) {
    await record(false).catch(() => undefined); // the first error is what people need to see
    throw error;
  }
  await record(isDone);
  return isDone;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `${process.getuid?.() ?? 'unknown'}`; // a user without a name, as in containers
  }
}
