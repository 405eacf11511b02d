import type { Connection } from './connection.js';
import { apiError } from './errors.js';
import type { Admitted } from './read-operation.js';

/** Of all subscriptions of one socket together, in points: a few megabytes. */
const maxCost = 20_000;

/** Gives a socket's subscription room, and a function that gives it back. Throws RATE_LIMITED where there is none. */
type Enter = (connection: Connection, admitted: Admitted, variables: unknown) => () => void;

/** A subscription is kept for hours, with its document and its variables: so many of a socket, and not all of them large. */
export function subscriptionRoom(maxSubscriptions: number): Enter {
  return (connection, { cost, text }, variables) => {
    const length = text.length + (JSON.stringify(variables)?.length ?? 0);
    const room = cost + Math.ceil(length / 100);
    refuseMore(connection.subscriptions + 1, maxSubscriptions);
    refuseDearer(connection.subscribedCost + room);
    connection.subscriptions += 1;
    connection.subscribedCost += room;
    return () => {
      connection.subscriptions -= 1;
      connection.subscribedCost -= room;
    };
  };
}

function refuseMore(found: number, max: number): void {
  if (found <= max) return;
  const setting = 'MAX_SUBSCRIPTIONS_PER_SOCKET';
  throw apiError('RATE_LIMITED', `More than ${max} subscriptions on one socket (${setting}).`, {
    ...{ limit: 'subscriptions', found, max, setting },
  });
}

function refuseDearer(found: number): void {
  if (found <= maxCost) return;
  throw apiError(
    'RATE_LIMITED',
    `The subscriptions on one socket cost more than ${maxCost} together, by their fields and their length: ask for less with each.`,
    { limit: 'subscriptionCost', found, max: maxCost },
  );
}
