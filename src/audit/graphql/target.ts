import { entityId, uuid } from '../../validation/index.js';
import type { Deed } from '../entry.js';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * What a mutation is about, by its arguments, or by the answer where the id was made there. Well-formed ids only:
 * whatever else stands where an id should may be personal.
 */
export function targetOf(args: Arguments, answer: unknown): Pick<Deed, 'orderId' | 'subject'> {
  const input = (args.input ?? {}) as Arguments;
  const made = (answer ?? {}) as Arguments;
  const candidates = [
    ...[input.id, input.customerId, input.productId],
    ...[args.productId, args.eventId, args.name], // the name of a projection: those of persons stand in inputs
    made.id,
  ];
  return {
    orderId: uuid.safeParse(input.orderId).data ?? null,
    subject: candidates.map((it) => entityId.safeParse(it).data).find((it) => it !== undefined) ?? null,
  };
}
