import { EventStoreError } from '../../event-sourcing/errors.js';
import { confinedTo } from '../../graphql/access.js';
import type { Layer } from '../../graphql/around-mutations.js';
import { translate } from '../../graphql/errors.js';
import { keptSource } from '../../graphql/source.js';
import { type Deed, notWritten } from '../entry.js';
import type { AuditContext } from './context.js';
import { targetOf } from './target.js';

/**
 * Puts on record, before the answer, what no event tells: what is refused to operators, or fails for them; what is
 * forbidden to anybody; what operators did without writing an event. The answer waits for the record: a refusal that
 * cannot be recorded is an EventStoreError instead. What was done stays done, and is answered so.
 * Lay it outside of the checks whose refusals it is to see.
 */
export const auditMutations: Layer = (action, resolve) => async (root, args, request, info) => {
  const context = request as AuditContext;
  const isOperator = confinedTo(context.caller) === undefined;
  let answer: unknown;
  try {
    answer = await resolve(root, args, context, info);
  } catch (error) {
    const { message, extensions } = translate(error, context.requestId);
    const outcome = extensions.code;
    if (isOperator || outcome === 'FORBIDDEN') {
      const recorded = record(context, { action, ...targetOf(args, undefined), outcome, message });
      if (!(await (outcome === 'EVENT_STORE_ERROR' ? forAWhile(recorded) : recorded)))
        throw new EventStoreError('What was refused could not be put on record', { cause: error });
    }
    throw error;
  }
  if (isOperator && !wroteEvents(answer))
    await record(context, { action, ...targetOf(args, answer), outcome: 'DONE', message: null });
  return answer;
};

const wroteEvents = (answer: unknown): boolean =>
  ((answer as { events?: readonly unknown[] } | null)?.events?.length ?? 0) > 0;

type Done = Pick<Deed, 'action' | 'orderId' | 'subject' | 'outcome' | 'message'>;

/** Where the store cannot be reached, its answer need not wait for it any longer. */
const forAWhile = (recorded: Promise<boolean>): Promise<boolean> =>
  Promise.race([recorded, new Promise<true>((resolve) => setTimeout(resolve, 2_000, true).unref())]);

/** Answers whether it is on record; else the log has it. */
async function record(context: AuditContext, done: Done): Promise<boolean> {
  const { audit, caller, requestId, correlationId, log } = context;
  const by = { actor: caller.actor, roles: [...caller.roles], requestId, correlationId };
  try {
    await audit.record({ ...by, ...done, source: await keptSource(context) });
    return true;
  } catch (error) {
    notWritten(log, { ...by, ...done }, error);
    return false;
  }
}
