import type { Logger } from 'pino';

/** Something that was done, or tried, and of which no event tells. */
export interface Deed {
  readonly actor: string;
  readonly roles: readonly string[];
  /** The client's address; sealed where it is a customer's. */
  readonly source: string | null;
  readonly requestId: string | null;
  readonly correlationId: string | null;
  /** A mutation, or a command line. */
  readonly action: string;
  readonly orderId: string | null;
  /** The id of the customer, product, projection or parked event that it was about. */
  readonly subject: string | null;
  /** DONE, or the code of the error. */
  readonly outcome: string;
  /** The error's, as its client was told. */
  readonly message: string | null;
}

/** A deed on record. */
export interface Entry extends Deed {
  readonly id: string;
  /** Milliseconds since 1970, by the clock of Postgres. */
  readonly at: number;
  /** How many deeds that were alike it stands for. */
  readonly times: number;
}

/** Deeds that have this in common differ in nothing but the request. */
export const likeness = ({ actor, source, action, orderId, subject, outcome, message }: Deed): string =>
  JSON.stringify([actor, source, action, orderId, subject, outcome, message]);

/** What they are all called of whom there are too many. */
export const roughLikeness = ({ actor, action, outcome }: Deed): string =>
  JSON.stringify([actor, action, outcome]);

/** Where an entry cannot be written, the log has it. */
export const notWritten = (log: Logger, entry: object, error: unknown): void =>
  log.error({ entry, reason: String(error) }, 'an audit entry could not be written');
