import { confinedTo } from './access.js';
import type { Caller } from './context.js';

/**
 * All of a caller that may decide what they are told of an event: callers of one audience share one answer, and
 * its resolvers see the audience in the caller's place. Whatever a permission depends on must stand here.
 */
export const audienceOf = (caller: Caller): Caller => ({
  actor: confinedTo(caller) ?? '',
  roles: caller.roles,
});
