import { z } from 'zod';
import type { Instant } from '../../event-sourcing/event.js';
import { integer, largestInt, optional, pastInstant, text } from '../../validation/index.js';
import { type ChangeInput, type ChangeName, changeInputs } from '../inputs.js';

/** A change of an order as history files write it: a mutation, by whom and when. */
export interface HistoryChange {
  readonly kind: 'change';
  /** Becomes the order's reference. */
  readonly order: string;
  readonly at: Instant;
  readonly actor: string;
  /** The mutation's name. */
  readonly command: ChangeName;
  readonly input: ChangeInput<ChangeName> & { readonly expectedVersion?: number | undefined };
}

const alsoAllowed = {
  expectedVersion: optional(integer(0, largestInt)),
  // They say how a client wants to be answered and paid for, which is no matter of history.
  idempotencyKey: z.unknown().optional(),
  paymentToken: z.unknown().optional(),
};

const inputOf = (command: ChangeName) =>
  (changeInputs[command] as z.ZodObject).extend(alsoAllowed).strict() as unknown as z.ZodType<
    HistoryChange['input']
  >;

const changeBy = <Name extends ChangeName>(command: Name) =>
  z.strictObject({
    kind: z.literal('change'),
    order: text(100),
    at: pastInstant,
    actor: text(255),
    command: z.literal(command),
    input: inputOf(command),
  });

const commands = Object.keys(changeInputs) as [ChangeName, ...ChangeName[]];
const [first, ...others] = commands.map(changeBy) as [ReturnType<typeof changeBy>];

/** Fields that no mutation has are refused, since a misspelt one would be lost. */
export const historyChange = z.discriminatedUnion('command', [first, ...others], {
  error: `must be one of ${commands.join(', ')}`,
});
