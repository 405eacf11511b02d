import { findReservation, type Reservation, restoreReservations } from '../catalogue/index.js';
import type { Db } from '../database/database.js';
import { systemActors } from '../event-sourcing/actors.js';
import { isRejection } from '../event-sourcing/errors.js';
import type { Instant } from '../event-sourcing/event.js';
import type { FulfilmentCommand, OrderSnapshot, OrderState } from '../orders/index.js';
import { askGateway } from './ask-gateway.js';
import { changeStock } from './change-stock.js';
import { decideLook, type Move } from './decide-look.js';
import type { Look, LookOptions } from './look.js';
import type { Claim } from './processes/claim.js';
import { finishLook, releaseLease } from './processes/leased.js';
import type { Progress } from './progress.js';
import { restOf } from './rest.js';

/** More steps than any order takes at once: with these it would go on for ever. */
const mostSteps = 100;

/**
 * Takes one step after the other until an order needs none now, reading it anew before each. Two looks at once do no
 * harm: each change outside is guarded by a revision or a key, and each fact is recorded once. Throws a LeaseLost, or
 * whatever keeps it from going on.
 */
export async function lookAt(options: LookOptions, claim: Claim, stopping: AbortSignal): Promise<void> {
  const { db, reached } = options;
  const now = clockFrom(claim.now);
  let { progress } = claim;
  await reached('order claimed');
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if (stopping.aborted) return void (await releaseLease(db, claim));
    const { snapshot, reservation, look } = await see(options, { claim, progress, now });
    const move = decideLook({ ...look, ...progress, reservation, now: now() });
    if (move.kind === 'REST') {
      await finishLook(db, claim, restOf(snapshot.version, look.order, progress));
      return reached('look finished');
    }
    progress = await makeMove(look, move);
  }
  throw new Error(`The order does not come to rest within ${mostSteps} steps`);
}

const clockFrom = (then: Instant): (() => Instant) => {
  const since = performance.now();
  return () => then + Math.floor(performance.now() - since);
};

interface Seen {
  readonly snapshot: OrderSnapshot;
  readonly reservation: Reservation;
  readonly look: Look;
}

async function see(options: LookOptions, own: Pick<Look, 'claim' | 'progress' | 'now'>): Promise<Seen> {
  const { db, orders, reached } = options;
  const { orderId } = own.claim;
  const snapshot = await orders.load(orderId);
  const { state: order, eventId: causationId } = snapshot;
  if (order === null) throw new Error('There is no such order');
  await reached('order read');
  const reservation = await currentReservation(db, orderId, order);
  await reached('reservation read');
  const metadata = { actor: systemActors.fulfilment, correlationId: orderId, causationId };
  const record = async (command: FulfilmentCommand) => {
    const outcome = await orders.record(orderId, command, metadata);
    if (isRejection(outcome)) throw new Error(`${command.type} was refused: ${outcome.message}`);
  };
  return { snapshot, reservation, look: { ...options, ...own, orderId, order, record } };
}

/** An order that was imported knows of a reservation, of which the catalogue knows nothing yet: it is made again. */
async function currentReservation(db: Db, orderId: string, { facts: { stock } }: OrderState) {
  const reservation = await findReservation(db, orderId);
  if (reservation.revision > 0 || stock.revision === 0) return reservation;
  const { refused } = await restoreReservations(db, [{ orderId, ...stock }]);
  if (refused[0]) throw new Error(refused[0].rejection.message);
  return findReservation(db, orderId);
}

async function makeMove(look: Look, move: Exclude<Move, { kind: 'REST' }>): Promise<Progress> {
  const { progress, record, reached } = look;
  switch (move.kind) {
    case 'ASK_GATEWAY':
      return askGateway(look, move.pending, move.isNew);
    case 'CHANGE_RESERVATION':
      await changeStock(look, move.step, move.change);
      return progress;
    case 'RECORD':
      await record(move.command);
      await reached(move.command.type === 'ConfirmOrder' ? 'confirmation recorded' : 'reservation recorded');
      return progress;
  }
}
