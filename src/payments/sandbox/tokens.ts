import type { PaymentOperation } from '../payment-gateway.js';

/** What a token makes of its authorisation, and of all that is asked of that authorisation later. */
export interface Behaviour {
  /** In a line, for people. */
  readonly says: string;
  /** Why the authorisation is declined. */
  readonly declines?: string;
  /** Never answers and does nothing. */
  readonly silent?: true;
  /** The authorisation is decided after it was answered. */
  readonly later?: true;
  readonly refuses?: Exclude<PaymentOperation['kind'], 'AUTHORIZE'>;
  /** What goes wrong when a key comes for the first time. */
  readonly firstTime?: 'FAILS' | 'IS_LOST' | 'IS_SLOW';
  /** Each webhook comes twice. */
  readonly twice?: true;
}

const works: Behaviour = { says: 'Works. So does any token that is not listed' };

/** The sandbox's payment tokens: GET / and docs/payment-gateway.md show this table. */
export const tokens: Readonly<Record<string, Behaviour>> = {
  tok_ok: works,
  tok_declined: { says: 'Is declined', declines: 'the card was declined' },
  tok_insufficient_funds: { says: 'Is declined for want of money', declines: 'insufficient funds' },
  tok_timeout: { says: 'Is never answered, and nothing is done', silent: true },
  tok_slow: {
    says: 'Each operation is done, but answered too late when its key comes for the first time',
    firstTime: 'IS_SLOW',
  },
  tok_later: {
    says: 'Is answered with 202, and authorised a moment later; a webhook tells, and so does asking again',
    later: true,
  },
  tok_later_declined: {
    says: 'Is answered with 202, and declined a moment later',
    later: true,
    declines: 'the card was declined',
  },
  tok_twice: {
    says: 'Works; each webhook comes twice, the second time late and in another order',
    twice: true,
  },
  tok_lost: {
    says: 'Each operation is done, but the connection is cut instead of an answer when its key comes for the first time',
    firstTime: 'IS_LOST',
  },
  tok_fail_once: {
    says: 'Each operation is answered with 500 and not done when its key comes for the first time',
    firstTime: 'FAILS',
  },
  tok_capture_fails: { says: 'Authorising and voiding work; every capture is refused', refuses: 'CAPTURE' },
  tok_refund_fails: { says: 'Works until a refund: every one is refused', refuses: 'REFUND' },
};

export const behaviourOf = (token: string): Behaviour =>
  Object.hasOwn(tokens, token) ? (tokens[token] as Behaviour) : works;
