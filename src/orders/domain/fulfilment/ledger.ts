/** One move of an order's money, as its gateway knows it. */
export interface LedgerEntry {
  readonly kind: 'AUTHORIZED' | 'DECLINED' | 'CAPTURED' | 'VOIDED' | 'REFUNDED';
  /** The gateway's id of the move. */
  readonly id: string;
  /** Key of the operation that it answers. */
  readonly operation: string | null;
  /** In the minor unit of the order's currency. */
  readonly amount: number;
  readonly authorizationId: string | null;
  readonly captureId: string | null;
  /** A human said so; the gateway may still say otherwise. */
  readonly byHand: boolean;
}

/** Each move once, in the order in which the order learnt of it, which need not be that of the gateway. */
export type Ledger = readonly LedgerEntry[];

/** What is left of an authorisation, or of a capture, and its id. */
export interface Remainder {
  readonly authorizationId: string;
  readonly captureId: string | null;
  readonly amount: number;
}

export const knows = (ledger: Ledger, { kind, id }: Pick<LedgerEntry, 'kind' | 'id'>): boolean =>
  ledger.some((entry) => entry.kind === kind && entry.id === id);

/**
 * The ledger with one more move. What the gateway says of an operation takes the place of what a human said of it.
 * Throws where the move is known.
 */
export function enter(ledger: Ledger, move: LedgerEntry): Ledger {
  if (knows(ledger, move)) throw new Error(`${move.kind} ${move.id} is known already`);
  const stands = (entry: LedgerEntry) => !(entry.byHand && entry.operation === move.operation);
  return [...ledger.filter(stands), move];
}

/** Authorisations with what is held by each, neither captured nor voided; oldest first. */
export function openAuthorizations(ledger: Ledger): Remainder[] {
  const taken = sums(ledger, ['VOIDED', 'CAPTURED'], 'authorizationId');
  return ledger
    .filter(({ kind }) => kind === 'AUTHORIZED')
    .map(({ id, amount }) => ({
      authorizationId: id,
      captureId: null,
      amount: amount - (taken.get(id) ?? 0),
    }))
    .filter(({ amount }) => amount > 0);
}

/** Captures with what could still be refunded of each; oldest first. */
export function openCaptures(ledger: Ledger): Remainder[] {
  const taken = sums(ledger, ['REFUNDED'], 'captureId');
  return ledger
    .filter(({ kind }) => kind === 'CAPTURED')
    .map(({ id, authorizationId, amount }) => ({
      authorizationId: authorizationId as string, // a capture always names it
      captureId: id,
      amount: amount - (taken.get(id) ?? 0),
    }))
    .filter(({ amount }) => amount > 0);
}

/** What moves of some kinds come to, by the authorisation or capture that they are a part of. */
function sums(
  ledger: Ledger,
  kinds: readonly LedgerEntry['kind'][],
  of: 'authorizationId' | 'captureId',
): ReadonlyMap<string | null, number> {
  const amounts = new Map<string | null, number>();
  for (const entry of ledger)
    if (kinds.includes(entry.kind)) amounts.set(entry[of], (amounts.get(entry[of]) ?? 0) + entry.amount);
  return amounts;
}

export const total = (parts: readonly { readonly amount: number }[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

export const captured = (ledger: Ledger): number => total(ledger.filter(({ kind }) => kind === 'CAPTURED'));
export const refunded = (ledger: Ledger): number => total(ledger.filter(({ kind }) => kind === 'REFUNDED'));
/** What the shop has of the customer's money. A refund counts once its capture is known, which may be later. */
export const balance = (ledger: Ledger): number => total(openCaptures(ledger));
/** Authorised, and neither captured nor voided. */
export const held = (ledger: Ledger): number => total(openAuthorizations(ledger));
/** Authorised and not given up, whether captured since or not. */
export const authorized = (ledger: Ledger): number => held(ledger) + captured(ledger);
