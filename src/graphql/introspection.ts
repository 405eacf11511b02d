import { lackOf } from './access.js';
import type { Caller, Role } from './context.js';
import { apiError } from './errors.js';

/** Whose role may ask for the schema. */
export type Introspection = Role | 'off';

/** Without a setting, everybody. */
export const mayIntrospect = (caller: Caller, whose: Introspection | undefined): boolean =>
  whose !== 'off' && lackOf(whose, caller, '') === undefined;

const setting = 'INTROSPECTION';

export const schemaHidden = (whose: Introspection | undefined): Error =>
  whose === 'off'
    ? apiError('FORBIDDEN', `Nobody may ask for the schema here (${setting}).`, { setting })
    : apiError('FORBIDDEN', `Asking for the schema needs the role ${whose} (${setting}).`, {
        role: whose,
        setting,
      });
