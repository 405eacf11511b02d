import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { factJson } from '../fact-json.js';
import type { AskedOperation } from './asked-operation.js';
import type { Entry } from './book.js';
import { decide } from './decide.js';
import type { Ledger } from './ledger.js';
import { Problem } from './problem.js';
import { type Behaviour, behaviourOf } from './tokens.js';
import { undecidedOperations } from './undecided.js';
import type { SendWebhook } from './webhook-sender.js';

export interface AnswerOptions {
  readonly ledger: Ledger;
  readonly sendWebhook: SendWebhook;
  /** After how long tok_later is decided, milliseconds. */
  readonly laterMs: number;
  /** How late tok_slow is answered: later than clients wait. */
  readonly slowMs: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** SILENCE: no answer, ever. CUT: the connection ends instead. */
export type Answer = { readonly status: number; readonly body: object } | 'SILENCE' | 'CUT';

/** Does what is asked, as its token says. Throws a Problem where it does not. */
export function operationAnswers(options: AnswerOptions): (asked: AskedOperation) => Promise<Answer> {
  const { ledger, sendWebhook, slowMs, signal } = options;
  const failedOnce = new Set<string>();
  const later = undecidedOperations({ ...options, decide: carryOut });

  async function carryOut(asked: AskedOperation) {
    const written = await ledger.write(asked, decide);
    const { entry, isNew } = written;
    if (isNew) sendWebhook(entry.fact, behaviourOf(entry.token).twice ?? false);
    return written;
  }

  async function answerFirst(asked: AskedOperation, behaviour: Behaviour): Promise<Answer> {
    if (behaviour.silent) return 'SILENCE';
    if (behaviour.refuses === asked.kind) throw new Problem(422, 'The token wants this to be refused');
    if (behaviour.firstTime === 'FAILS' && !failedOnce.has(asked.key)) {
      failedOnce.add(asked.key);
      throw new Problem(500, 'The token wants this to fail once');
    }
    if (behaviour.later && asked.kind === 'AUTHORIZE') {
      later(asked);
      return { status: 202, body: {} };
    }
    const { entry, isNew } = await carryOut(asked);
    if (isNew && behaviour.firstTime === 'IS_LOST') return 'CUT';
    if (isNew && behaviour.firstTime === 'IS_SLOW') await delay(slowMs, undefined, { signal });
    return answerWith(entry, isNew);
  }

  return async (asked) => {
    const found = await ledger.read((book) => book.find(asked) ?? book.tokenOf(asked));
    return typeof found === 'string' ? answerFirst(asked, behaviourOf(found)) : answerWith(found, false);
  };
}

const answerWith = ({ fact }: Entry, isNew: boolean): Answer => ({
  status: fact.kind === 'DECLINED' ? 402 : isNew ? 201 : 200,
  body: factJson(fact),
});
