import { isDeepStrictEqual } from 'node:util';
import type { PaymentFact } from '../payment-gateway.js';
import type { AskedOperation } from './asked-operation.js';
import { Problem } from './problem.js';

/** What the gateway has done, or declined: written once, never changed. */
export interface Entry {
  readonly fact: PaymentFact;
  /** Of the authorisation that it is, or is about. */
  readonly token: string;
  /** What it came from. */
  readonly asked: AskedOperation;
  readonly at: string;
}

/** All entries, and what can be found in them. */
export interface Book {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  add(entry: Entry): void;
  /** The entry that this operation made. Throws a 409 where its key was used for something else. */
  find(asked: AskedOperation): Entry | undefined;
  /** These throw a 404. */
  authorization(id: string): Entry;
  capture(id: string): Entry;
  tokenOf(asked: AskedOperation): string;
  /** In the minor unit: neither captured nor voided. */
  held(authorizationId: string): number;
  /** In the minor unit: not refunded yet. */
  refundable(captureId: string): number;
}

export function createBook(): Book {
  const entries: Entry[] = [];
  const byKey = new Map<string, Entry>();
  const byId = new Map<string, Entry>();

  const named = (kind: PaymentFact['kind'], what: string) => (id: string) => {
    const entry = byId.get(id);
    if (entry?.fact.kind !== kind) throw new Problem(404, `There is no ${what} ${id}`);
    return entry;
  };
  const authorization = named('AUTHORIZED', 'authorisation');
  const capture = named('CAPTURED', 'capture');

  const sum = (counts: (fact: PaymentFact) => boolean) =>
    entries.reduce((total, { fact }) => (counts(fact) ? total + fact.amount.minor : total), 0);
  const taken = (id: string) =>
    sum((it) => it.authorizationId === id && (it.kind === 'CAPTURED' || it.kind === 'VOIDED'));
  const refunded = (id: string) => sum((it) => it.captureId === id && it.kind === 'REFUNDED');

  return {
    entries,
    add(entry) {
      entries.push(entry);
      byKey.set(entry.asked.key, entry);
      byId.set(entry.fact.id, entry);
    },
    find(asked) {
      const entry = byKey.get(asked.key);
      if (entry !== undefined) refuseOther(entry.asked, asked);
      return entry;
    },
    authorization,
    capture,
    tokenOf({ kind, target }) {
      if (kind === 'AUTHORIZE') return target;
      return (kind === 'REFUND' ? capture(target) : authorization(target)).token;
    },
    held: (id) => authorization(id).fact.amount.minor - taken(id),
    refundable: (id) => capture(id).fact.amount.minor - refunded(id),
  };
}

/** Throws a 409 where a key comes again for something else. */
export function refuseOther(before: AskedOperation, asked: AskedOperation): void {
  if (!isDeepStrictEqual(before, asked)) {
    throw new Problem(409, `The key ${asked.key} was used for something else`);
  }
}
