import type { FormattedError } from './errors.js';

/** OK, or the code of the first error. */
export type Outcome = 'OK' | FormattedError['extensions']['code'];

export interface RequestReport {
  /** As the client wrote it, cut. */
  readonly path: string;
  readonly status: number | 'aborted';
  readonly seconds: number;
}

export interface OperationReport {
  readonly transport: 'http' | 'websocket';
  /** Unknown where the document cannot be read, or does not have the operation that is asked for. */
  readonly kind: 'query' | 'mutation' | 'subscription' | 'unknown';
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** Told of each request and operation when it has ended. Must be quick, and must not throw. */
export interface ServerObserver {
  request(report: RequestReport): void;
  operation(report: OperationReport): void;
}

export interface SocketCounts {
  readonly connections: number;
  readonly subscriptions: number;
}

export const nobody: ServerObserver = { request() {}, operation() {} };

export const outcomeOf = (errors: readonly FormattedError[] = []): Outcome =>
  errors[0]?.extensions.code ?? 'OK';
