import { GraphQLError } from 'graphql';
import type { Authenticate } from './authentication.js';
import type { Connection } from './connection.js';
import { connectionCap } from './connection-cap.js';
import { apiError } from './errors.js';
import type { Pipeline } from './pipeline.js';
import { closeOnExpiry, forbidden } from './socket-lifetime.js';

export interface AdmissionSettings {
  readonly authenticate: Authenticate;
  /** Sockets that one caller may have open here at once. */
  readonly maxSocketsPerCaller?: number | undefined;
}

/** Whether a connection may go on; closes it with 4403 where not. */
export type SocketAdmission = (connection: Connection, params?: Record<string, unknown>) => Promise<boolean>;

/** Takes the token from the connection's parameters, or from the handshake where the client can set headers. */
export function socketAdmission(
  { charge }: Pick<Pipeline<never>, 'charge'>,
  { authenticate, maxSocketsPerCaller }: AdmissionSettings,
): SocketAdmission {
  const mayOpen = connectionCap(maxSocketsPerCaller);

  return async (connection, { authorization, Authorization = authorization } = {}) => {
    const { socket, headers, address } = connection;
    try {
      const token = typeof Authorization === 'string' ? Authorization : headers.authorization;
      const caller = await authenticate(token);
      if (socket.readyState !== socket.OPEN) return false;
      if (!mayOpen(caller.actor, socket)) throw tooManySockets(maxSocketsPerCaller);
      connection.caller = caller;
      closeOnExpiry(socket, caller);
      return true;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      socket.close(forbidden, `${error.extensions.code}: ${error.message}`.slice(0, 120));
      await charge({ address }, 'refusal').catch(() => {}); // it is closed anyway
      return false;
    }
  };
}

const tooManySockets = (max: number | undefined): Error =>
  apiError('RATE_LIMITED', `more than ${max} sockets of one caller (MAX_SOCKETS_PER_CALLER)`);
