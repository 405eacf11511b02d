import type { WebSocket } from 'ws';

/** Bytes that may wait in a socket before its senders wait too. */
const patience = 64 * 1024;

/**
 * Resolves when little is left that the operating system has not taken, so a slow reader slows its own subscriptions,
 * and when others have had their turn: to a fast reader a long history would be sent without a pause for them.
 */
export function sendMessage(socket: WebSocket, data: string): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  if (socket.bufferedAmount < patience) {
    socket.send(data);
    return turnOfOthers();
  }
  return new Promise((resolve, reject) => {
    socket.send(data, (error) => (error ? reject(error) : resolve(turnOfOthers())));
  });
}

let others: Promise<void> | undefined;

/** One for all who send in a turn of the event loop. */
function turnOfOthers(): Promise<void> {
  others ??= new Promise((resolve) =>
    setImmediate(() => {
      others = undefined;
      resolve();
    }),
  );
  return others;
}
