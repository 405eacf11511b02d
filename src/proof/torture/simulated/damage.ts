import type { Message, Operation, Outcome, Place } from '../checker/history.js';
import type { Random } from '../random.js';
import { isLate, isQuiet, older, pick, refusal, sightIn, versionIn } from './operations.js';
import type { SimulatedHistory } from './simulate.js';

type Damage = (history: SimulatedHistory, random: Random) => void;

/** Ways in which a history can be wrong, and what the checker calls each. */
export const damages: readonly (readonly [what: string, anomaly: string, damage: Damage])[] = [
  [
    'a read shows an older version than one that was answered',
    'stale read',
    (it, random) => readVersion(it, random, -1),
  ],
  ['a read is answered before the write of its version begins', 'future read', readTooEarly],
  ['one client sees an older version than before', 'non-monotonic read', readBackwards],
  ['a read shows a version that nobody wrote', 'phantom', (it, random) => readVersion(it, random, 1)],
  ['an answer shows other lines than the events add up to', 'wrong state', readOtherContent],
  ['an acknowledged event is not in the log', 'lost update', loseEvent],
  ['two acknowledgements claim one event', 'claimed twice', claimTwice],
  ['an event has another quantity than was asked for', 'wrong effect', changeEvent],
  ['a refused command wrote', 'refused and done', refuseWritten],
  [
    'a change on a stale version is done',
    'missed conflict',
    (it, random) => {
      const done = pick(
        it,
        random,
        (op) => op.name === 'addOrderItem' && op.input.expectedVersion !== undefined,
      );
      done.input = { ...done.input, expectedVersion: done.input.expectedVersion - 1 };
    },
  ],
  ['a conflict is answered though the version is current', 'false conflict', conflictForNothing],
  ['a key is used for two effects', 'key with two effects', repeatKey],
  ['a key is answered in two ways', 'key with two answers', answerKeyOtherwise],
  ['a key is refused that was answered', 'repeated key refused', refuseKey],
  ['a rollback goes back to a skipped version', 'wrong effect', rollBackToSkipped],
  ['a rollback tells of other skipped versions', 'wrong rollback', tellOtherRollback],
  [
    'a list shows an order too old',
    'stale list',
    (it, random) => {
      const list = pick(
        it,
        random,
        (op) => op.outcome.is === 'listed' && versionIn(op) > 3 && isLate(it, op),
      );
      list.outcome = { is: 'listed', orders: [older(sightIn(list), 2)] };
    },
  ],
  [
    'a list leaves out an order',
    'stale list',
    (it, random) => {
      const list = pick(it, random, (op) => op.outcome.is === 'listed' && isLate(it, op));
      list.input = { ...list.input, filter: { customerId: 'ada' } };
    },
  ],
  [
    'a page of the feed leaves out an event',
    'wrong feed page',
    (it, random) => changePage(it, random, (all) => all.toSpliced(1, 1)),
  ],
  [
    'a page of the feed has its events in another order',
    'wrong feed page',
    (it, random) => changePage(it, random, (all) => all.toReversed()),
  ],
  [
    'a page of the feed forgets its last event',
    'feed page ends too soon',
    (it, random) => changePage(it, random, (all) => all.slice(0, -1)),
  ],
  [
    'a subscriber misses an event',
    'not told',
    (it, random) => changeMessages(it, random, (all, i) => all.toSpliced(i, 1)),
  ],
  [
    'a subscriber is told an event twice',
    'told twice',
    (it, random) => changeMessages(it, random, (all, i) => all.toSpliced(i, 0, all[i] as Message)),
  ],
  [
    'a subscriber is told events in another order',
    'told out of order',
    (it, random) =>
      changeMessages(it, random, (all, i) => all.toSpliced(i, 2, all[i + 1] as Message, all[i] as Message)),
  ],
  [
    'a subscriber is not told the last event',
    'not told',
    (it, random) => changeMessages(it, random, (all) => all.slice(0, -1)),
  ],
  [
    'positions have a gap',
    'gap in the feed',
    ({ log }, random) => void log.splice(random.below(log.length - 2), 1),
  ],
  [
    'time runs backwards along the feed',
    'time runs backwards',
    ({ log }, random) => {
      (random.one(log.slice(10)) as { recordedAt: number }).recordedAt -= 1_000_000;
    },
  ],
  [
    'the server fails within',
    'impossible error',
    (it, random) => {
      pick(it, random, (op) => op.outcome.is === 'seen').outcome = refusal('INTERNAL_ERROR');
    },
  ],
];

function readVersion(it: SimulatedHistory, random: Random, by: number): void {
  const read = pick(it, random, (op) => op.name === 'order' && isLate(it, op) && versionIn(op) + by > 0);
  const { orderId, version } = sightIn(read);
  read.session = 'another';
  read.outcome = { is: 'seen', order: { orderId, version: by > 0 ? 100_000 : version + by } };
}

function readTooEarly(it: SimulatedHistory, random: Random): void {
  const written = pick(it, random, ({ name }) => name === 'addOrderItem');
  const early = pick(it, random, (op) => op.name === 'order' && op.end < written.start);
  early.outcome = { is: 'seen', order: sightIn(written) };
}

function readBackwards(it: SimulatedHistory, random: Random): void {
  const first = pick(it, random, (op) => op.name === 'order' && versionIn(op) > 1 && isLate(it, op));
  const end = Math.max(...it.operations.map((op) => op.end));
  const again = { ...first, id: 'again', start: end + 1, end: end + 2 };
  it.operations.push({ ...again, outcome: { is: 'seen', order: older(sightIn(first), 1) } });
}

function readOtherContent(it: SimulatedHistory, random: Random): void {
  const read = pick(it, random, (op) => op.name === 'order');
  const sight = sightIn(read);
  read.outcome = { is: 'seen', order: { ...sight, content: `${sight.content} + 1 basalt at 225` } };
}

function loseEvent(it: SimulatedHistory, random: Random): void {
  const { outcome } = pick(it, random, (op) => op.outcome.is === 'written');
  if (outcome.is !== 'written') return;
  const event = it.log.find(({ id }) => id === outcome.events[0]?.[0]) as { id: string };
  event.id = 'of somebody else';
}

function claimTwice(it: SimulatedHistory, random: Random): void {
  const done = pick(it, random, (op) => op.name === 'addOrderItem' && op.input.idempotencyKey === undefined);
  it.operations.push({ ...done, id: 'another', session: 'another', start: done.start, end: Infinity });
}

function changeEvent(it: SimulatedHistory, random: Random): void {
  const done = pick(it, random, (op) => op.name === 'addOrderItem');
  done.input = { ...done.input, item: { productId: 'amber', quantity: 7 } };
}

function refuseWritten(it: SimulatedHistory, random: Random): void {
  pick(it, random, (op) => op.name === 'addOrderItem').outcome = refusal('BUSINESS_RULE_ERROR');
}

function conflictForNothing(it: SimulatedHistory, random: Random): void {
  const read = pick(it, random, (op) => op.name === 'order' && isLate(it, op) && isQuiet(it, op));
  const { orderId, version } = sightIn(read);
  read.name = 'addOrderItem';
  read.input = { orderId, expectedVersion: version };
  read.outcome = refusal('CONCURRENCY_ERROR', { currentVersion: version });
}

function repeatKey(it: SimulatedHistory, random: Random): void {
  const keyed = (op: Operation) => op.name === 'addOrderItem' && op.input.idempotencyKey !== undefined;
  const first = pick(it, random, keyed);
  const second = pick(it, random, (op) => keyed(op) && op !== first);
  second.input = { ...second.input, idempotencyKey: first.input.idempotencyKey };
}

function answerKeyOtherwise(it: SimulatedHistory, random: Random): void {
  const done = pick(it, random, (op) => op.input.idempotencyKey !== undefined);
  const outcome = { ...(done.outcome as Extract<Outcome, { is: 'written' }>), events: [] };
  it.operations.push({ ...done, id: 'again', start: done.end + 1, end: done.end + 2, outcome });
}

function refuseKey(it: SimulatedHistory, random: Random): void {
  const done = pick(it, random, (op) => op.input.idempotencyKey !== undefined);
  const outcome = refusal('VALIDATION_ERROR');
  it.operations.push({ ...done, id: 'again', start: done.end + 1, end: done.end + 2, outcome });
}

function rollBackToSkipped(it: SimulatedHistory, random: Random): void {
  const rollback = pick(it, random, (op) => op.name === 'rollbackOrder' && op.outcome.is === 'written');
  const { orderId, version } = sightIn(rollback);
  const earlier = it.log.find(
    (event) => event.orderId === orderId && event.type === 'OrderRolledBack' && event.version < version,
  );
  const event = it.log.find((it) => it.orderId === orderId && it.version === version) as { data: object };
  const toVersion = earlier ? earlier.version - 1 : version - 1;
  event.data = { toVersion };
  rollback.input = { orderId, toVersion };
}

function tellOtherRollback(it: SimulatedHistory, random: Random): void {
  const rollback = pick(it, random, (op) => op.name === 'rollbackOrder');
  const after = sightIn(rollback);
  const fromVersion = after.version - 1;
  const sights = { before: { orderId: after.orderId, version: fromVersion }, after };
  const told = { fromVersion, toVersion: rollback.input.toVersion, skippedVersions: [99], undone: [] };
  const outcome = rollback.outcome as Extract<Outcome, { is: 'written' }>;
  rollback.outcome = { ...outcome, rollback: { ...sights, ...told } };
}

function changePage(
  it: SimulatedHistory,
  random: Random,
  change: (events: readonly Place[]) => readonly Place[],
): void {
  const page = pick(
    it,
    random,
    ({ outcome }) => outcome.is === 'read' && outcome.events.length === 10 && outcome.hasMore,
  );
  const outcome = page.outcome as Extract<Outcome, { is: 'read' }>;
  page.outcome = { ...outcome, events: change(outcome.events) };
}

function changeMessages(
  { followings }: SimulatedHistory,
  random: Random,
  change: (messages: readonly Message[], at: number) => readonly Message[],
): void {
  const [following] = followings as [SimulatedHistory['followings'][number]];
  following.messages = [...change(following.messages, random.below(following.messages.length - 2))];
}
