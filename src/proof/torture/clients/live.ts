import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { Outcome } from '../checker/history.js';
import { type Command, changeOf, newOrder } from './choose.js';
import { mutationText } from './documents.js';
import { perform } from './perform.js';
import { writtenOf } from './read-answer.js';
import { reads } from './reads.js';
import type { Session } from './session.js';

/** How often each kind of request comes. */
const mix = { change: 30, create: 3, again: 2, orders: 42, lookBack: 10, list: 6, feed: 5, preview: 2 };

/** Asks one thing after the other until it is stopped; tells how many operations each request was. */
export async function live(
  session: Session,
  running: () => boolean,
  onAsked: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  while (running()) {
    const { random, board } = session;
    const kind = board.orders.length < 6 ? 'create' : random.weighted(mix);
    if (kind === 'create') await carryOut(session, newOrder(random, session.payments), onAsked);
    else if (kind === 'change')
      await carryOut(session, changeOf(random.one(board.orders), random, session.payments), onAsked);
    else if (kind === 'again') await sendAgain(session, onAsked);
    else await look(session, kind, onAsked);
  }
}

/** Any that answered the last time; now and then the other one. */
function anyServer({ random, desk, shunned }: Session): number {
  const server = random.below(desk.urls.length);
  return server === shunned && random.chance(0.8) ? (server + 1) % desk.urls.length : server;
}

const otherThan = (server: number, { desk }: Session): number => (server + 1) % desk.urls.length;

async function look(
  session: Session,
  kind: keyof typeof reads,
  onAsked: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const server = anyServer(session);
  const outcomes = await reads[kind](session, server);
  onAsked(outcomes);
  const failed = outcomes.some(({ is }) => is === 'unknown');
  session.shunned = failed ? server : undefined;
  if (failed) await delay(50);
}

/** With and without a key and an expected version; some to both servers at once. Insists where it can. */
async function carryOut(
  session: Session,
  { name, input }: Command,
  onAsked: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const { random, board, sent } = session;
  const seen = board.orders.find(({ id }) => id === input.orderId)?.version;
  const expects = seen !== undefined && random.chance(0.4);
  const keyed = random.chance(0.6);
  const command = {
    name,
    input: {
      ...input,
      ...(expects && { expectedVersion: random.chance(0.85) ? seen : Math.max(1, seen - 2) }),
      ...(keyed && { idempotencyKey: uuidv7() }),
    },
  };
  if (keyed) sent.push(command);
  if (sent.length > 200) sent.splice(0, 100);
  let server = anyServer(session);
  const twin = keyed && random.chance(0.06) ? send(session, command, otherThan(server, session)) : undefined;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const outcome = await send(session, command, server);
    onAsked([outcome]);
    if (outcome.is !== 'unknown') break;
    await delay(20 + 30 * attempt);
    if (!keyed) break;
    server = otherThan(server, session);
  }
  if (twin) onAsked([await twin]);
}

/** A command that was sent before, or its key with something else. */
async function sendAgain(session: Session, onAsked: (outcomes: readonly Outcome[]) => void): Promise<void> {
  const { random, sent, board } = session;
  if (sent.length === 0) return;
  const command = random.one(sent);
  const { idempotencyKey } = command.input;
  const other = random.chance(0.15) && changeOf(random.one(board.orders), random, session.payments);
  const again = other ? { ...other, input: { ...other.input, idempotencyKey } } : command;
  onAsked([await send(session, again, anyServer(session))]);
}

async function send(session: Session, { name, input }: Command, server: number): Promise<Outcome> {
  const { outcomes, data } = await perform(session.desk, session.name, server, {
    query: mutationText(name),
    variables: { input },
    parts: [{ name, input, field: name, read: writtenOf }],
  });
  const [outcome] = outcomes as readonly [Outcome];
  if (outcome.is !== 'written') return outcome;
  session.board.learn(outcome.order);
  const last = outcome.events.at(-1);
  if (last) session.written = { place: [outcome.order.orderId, last[1]], cursor: data?.[name].cursor };
  return outcome;
}
