import type { History, LoggedEvent, Violation } from './history.js';

/** Whether the log is one: positions and versions without a gap, time that never goes back, no event twice. */
export function checkLog({ log }: History): Violation[] {
  const versions = new Map<string, number>();
  const ids = new Set<string>();
  let time = 0;
  return log.flatMap((event, i) => {
    const { position, orderId, version, recordedAt, id } = event;
    const found: Violation[] = [];
    const complain = (anomaly: string) => found.push({ anomaly, story: told(event) });
    if (position !== i + 1) complain('gap in the feed');
    if (version !== (versions.get(orderId) ?? 0) + 1) complain('gap in an order');
    if (recordedAt < time) complain('time runs backwards');
    if (ids.has(id)) complain('event twice');
    versions.set(orderId, version);
    ids.add(id);
    time = recordedAt;
    return found;
  });
}

/** An event in a story. */
export const told = ({ position, orderId, version, type, requestId }: LoggedEvent): string =>
  `${type}, version ${version} of ${orderId} at position ${position}, by request ${requestId}`;
