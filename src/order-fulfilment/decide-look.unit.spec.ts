import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '../orders/index.js';
import { STREAM_ID as orderId } from '../testing/given-when-then.js';
import {
  added,
  authorized,
  cancelled,
  confirmed,
  expiry,
  itemsOf,
  orderAfter,
  ordered,
  paidWith,
  paused,
  released,
  reserved,
  resumed,
  rolledBack,
  sent,
} from '../testing/orders/order-events.js';
import { decideLook, type Sight } from './decide-look.js';
import type { Pending } from './operation.js';
import { restOf } from './rest.js';

const minute = 60_000;
const early = expiry - minute;
const late = expiry;

type Held = readonly [revision: number, reserved?: Record<string, number>, shipped?: Record<string, number>];

const sight = (events: readonly OrderEvent[], held: Held, seen: Partial<Sight> = {}): Sight => {
  const [revision, goods = {}, out = {}] = held;
  return {
    ...{ orderId, order: orderAfter(...events), pending: null, retryAt: null, now: early },
    reservation: { orderId, revision, reserved: itemsOf(goods), shipped: itemsOf(out) },
    reservationMs: 15 * minute,
    ...seen,
  };
};

/** What happened to the order, how its reservation stands, and what else a look sees. */
const given = (...seen: Parameters<typeof sight>) => ({
  leadsTo: (move: object) => expect(decideLook(sight(...seen))).toEqual(move),
});

const two = ordered({ tea: 2 });
const key = (kind: string, n: number) => `${orderId}-${kind}-${n}`;
const authorize = (amount: number, n = 1, token = 'card') => ({
  ...{ key: key('AUTHORIZE_PAYMENT', n), orderId, kind: 'AUTHORIZE' as const, token },
  amount: { minor: amount, currency: 'USD' },
});
const asked = (
  operation: Pending['operation'] = authorize(2_000),
  changes: Partial<Pending> = {},
): Pending => ({
  ...{ operation, round: 0, refused: false },
  ...changes,
});
const ask = (pending: Pending, isNew: boolean) => ({ kind: 'ASK_GATEWAY', pending, isNew });
const rest = { kind: 'REST' };
const change = (step: string, revision: number, goods: Record<string, number>, out = {}) => ({
  ...{ kind: 'CHANGE_RESERVATION', step },
  change: { orderId, revision, reserved: itemsOf(goods), shipped: itemsOf(out) },
});
const record = (revision: number, goods: Record<string, number>, reason: string, now = early, out = {}) => ({
  kind: 'RECORD',
  command: {
    ...{ type: 'RecordReservation', revision, reason, expiresAt: now + 15 * minute },
    ...{ reserved: itemsOf(goods), shipped: itemsOf(out), unanswered: null },
  },
});

describe('a look takes steps in their order:', () => {
  it('stock first', () => given([two], [0]).leadsTo(change('RESERVE_STOCK', 0, { tea: 2 })));

  it('then money, kept before it is asked for', () =>
    given([two, reserved({ tea: 2 })], [1, { tea: 2 }]).leadsTo(ask(asked(), true)));

  it('then confirms', () => {
    const back = [two, reserved({ tea: 2 }), authorized('20.00'), confirmed, rolledBack(4, 1)];
    given(back, [1, { tea: 2 }]).leadsTo({ kind: 'RECORD', command: { type: 'ConfirmOrder' } });
  });

  it('then none', () =>
    given([two, reserved({ tea: 2 }), authorized('20.00'), confirmed], [1, { tea: 2 }]).leadsTo(rest));

  it('what has left is shipped, from what was reserved', () => {
    const events = [two, reserved({ tea: 2 }), authorized('20.00'), confirmed, ...sent];
    given(events, [1, { tea: 2 }]).leadsTo(change('SHIP_STOCK', 1, {}, { tea: 2 }));
  });
});

describe('what the reservation says and the order does not know', () => {
  it('is recorded before anything else', () =>
    given([two], [1, { tea: 2 }]).leadsTo(record(1, { tea: 2 }, 'NOT_NEEDED')));

  it('is nothing where it holds the same; but what the order wants changed must know all changes', () => {
    given([two, reserved({ tea: 2 })], [3, { tea: 2 }]).leadsTo(ask(asked(), true));
    given([two], [2]).leadsTo(change('RESERVE_STOCK', 0, { tea: 2 }));
  });

  it('is a fault where it is older than what the order knows', () => {
    expect(() => decideLook(sight([two, reserved({ tea: 2 }, 5)], [4, {}]))).toThrow(
      'The order knows its reservation at revision 5, but it stands at 4',
    );
  });

  it('has expired where the order wants it, has not paid, and its time is over', () =>
    given([two, reserved({ tea: 2 })], [2], { now: late }).leadsTo(record(2, {}, 'EXPIRED', late)));

  it('tells of the authorisation that nobody has answered yet, and of nothing else that was asked', () => {
    const seen = (pending: Pending) => sight([two, reserved({ tea: 2 })], [2], { now: late, pending });
    const unanswered = (pending: Pending) => decideLook(seen(pending));
    const { key, amount } = { ...authorize(2_000), amount: { amount: '20.00', currency: 'USD' } };
    expect(unanswered(asked())).toMatchObject({
      command: { unanswered: { key, amount, authorizationId: null, captureId: null } },
    });
    const { token: _, ...operation } = authorize(2_000);
    const others = [
      asked(undefined, { refused: true }),
      asked({ ...operation, kind: 'VOID', authorizationId: 'a1' }),
    ];
    for (const other of others) expect(unanswered(other)).toMatchObject({ command: { unanswered: null } });
  });

  it.each<[why: string, events: OrderEvent[], now: number, held: Record<string, number>]>([
    ['its time is not over', [], early, {}],
    ['it was paid since', [authorized('20.00')], late, {}],
    ['it was cancelled since', [cancelled()], late, {}],
    ['some of it is left', [], late, { tea: 1 }],
  ])('was not needed where %s', (_, events, now, held) =>
    given([two, reserved({ tea: 2 }), ...events], [2, held], { now }).leadsTo(
      record(2, held, 'NOT_NEEDED', now),
    ),
  );
});

describe('a reservation that nobody paid for in time', () => {
  const unpaid = [two, reserved({ tea: 2 })];
  const release = change('RELEASE_STOCK', 1, {});

  it('is given back', () => given(unpaid, [1, { tea: 2 }], { now: late }).leadsTo(release));

  it('is given back while somebody is waited for', () => {
    const events = [...unpaid, paused('AUTHORIZE_PAYMENT')];
    given(events, [1, { tea: 2 }], { now: late }).leadsTo(release);
    given(events, [1, { tea: 2 }], { now: late - 1 }).leadsTo(rest);
  });

  it('is given back while more of it is wanted', () =>
    given([...unpaid, ...added({ tea: 1 })], [1, { tea: 2 }], { now: late }).leadsTo(release));

  it('is given back while the gateway is being asked', () =>
    given(unpaid, [1, { tea: 2 }], { now: late, pending: asked() }).leadsTo(release));

  it('is kept where something is authorised', () =>
    given([...unpaid, authorized('5.00')], [1, { tea: 2 }], { now: late }).leadsTo(
      ask(asked(authorize(1_500, 2)), true),
    ));
});

describe('an operation that was begun', () => {
  const begun = [two, reserved({ tea: 2 })];
  const pending = asked();

  it('is repeated as it stands, whatever the order has come to since', () => {
    given(begun, [1, { tea: 2 }], { pending }).leadsTo(ask(pending, false));
    given([...begun, paidWith('other')], [1, { tea: 2 }], { pending }).leadsTo(ask(pending, false));
    given([...begun, cancelled(), released({ tea: 2 })], [2], { pending }).leadsTo(ask(pending, false));
  });

  it('keeps stock from nothing', () =>
    given([...begun, cancelled()], [1, { tea: 2 }], { pending }).leadsTo(change('RELEASE_STOCK', 1, {})));

  it('is not asked for before it is time, nor anything else instead', () => {
    const cancelledSince = [...begun, cancelled(), released({ tea: 2 })];
    given(begun, [1, { tea: 2 }], { pending, retryAt: early + 1 }).leadsTo(rest);
    given(cancelledSince, [2], { pending, retryAt: early + 1 }).leadsTo(rest);
    given(begun, [1, { tea: 2 }], { pending, retryAt: early }).leadsTo(ask(pending, false));
  });

  it('waits with the order, and goes on with it', () => {
    const waiting = [...begun, paused('AUTHORIZE_PAYMENT')];
    given(waiting, [1, { tea: 2 }], { pending }).leadsTo(rest);
    given([...waiting, resumed], [1, { tea: 2 }], { pending }).leadsTo(ask(pending, false));
  });

  it('is over when the order knows what came of it', () => {
    const { key: operation } = pending.operation;
    const events = [...begun, authorized('20.00', 'a1', operation), ...added({ tea: 1 })];
    given([...events, reserved({ tea: 1 }, 2)], [2, { tea: 3 }], { pending }).leadsTo(
      ask(asked(authorize(1_000, 2)), true),
    );
  });

  it('is asked for under another key when it was refused', () => {
    const again = asked({ ...authorize(2_000), key: `${key('AUTHORIZE_PAYMENT', 1)}-1` }, { round: 1 });
    const refused = asked(authorize(2_000), { refused: true });
    given(begun, [1, { tea: 2 }], { pending: refused }).leadsTo(ask(again, true));
  });
});

describe('a look leaves the order', () => {
  const progress = { pending: null, attempts: 0, undecided: 0, lastError: null, retryAt: null };
  const waits = { ...progress, pending: asked(), attempts: 2, lastError: 'no answer', retryAt: early };
  const unpaid = [two, reserved({ tea: 2 })];

  it('completed, until something happens', () => {
    const done = orderAfter(two, reserved({ tea: 2 }), authorized('20.00'), confirmed);
    expect(restOf(4, done, { ...progress, pending: asked(), attempts: 3 })).toEqual({
      ...progress,
      ...{ pending: asked(), version: 4, state: 'RUNNING', nextStep: 'AUTHORIZE_PAYMENT' },
      ...{ attempts: 3, waitingSince: null, dueAt: null },
    });
    expect(restOf(4, done, progress)).toEqual({
      ...progress,
      ...{ version: 4, state: 'COMPLETED', nextStep: null, waitingSince: null, dueAt: null },
    });
  });

  it('to be tried again, or to expire, whichever comes first', () => {
    const row = { ...waits, version: 2, state: 'RUNNING', nextStep: 'AUTHORIZE_PAYMENT', waitingSince: null };
    expect(restOf(2, orderAfter(...unpaid), waits)).toEqual({ ...row, dueAt: early });
    const retryAt = late + 1;
    expect(restOf(2, orderAfter(...unpaid), { ...waits, retryAt })).toEqual({ ...row, retryAt, dueAt: late });
  });

  it('to somebody, and to expire: what is pending stays, and its attempts begin anew', () => {
    const order = orderAfter(...unpaid, paused('AUTHORIZE_PAYMENT', null, 'no answer'));
    expect(restOf(3, order, waits)).toEqual({
      ...{ pending: asked(), undecided: 0, retryAt: null, version: 3, state: 'WAITING', dueAt: late },
      ...{ nextStep: 'AUTHORIZE_PAYMENT', attempts: 6, lastError: 'no answer' },
      waitingSince: order.facts.pause?.since,
    });
  });
});
