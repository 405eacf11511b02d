import { type Problem, type Rejection, reject } from '../../event-sourcing/errors.js';
import type { PricedItem } from './commands.js';
import { grouped, MAX_LINES, MAX_QUANTITY } from './limits.js';

/** The message tells the first problem, the details all of them. */
function refusalOf(problems: readonly Problem[]): Rejection | undefined {
  const [first] = problems;
  return first && reject('VALIDATION_ERROR', `Invalid input: ${first.path}: ${first.message}`, problems);
}

const problem = (isOne: boolean, path: string, message: string): Problem[] =>
  isOne ? [{ path, message }] : [];

const quantityProblem = (path: string, quantity: number): Problem[] =>
  problem(
    !Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY,
    path,
    `must be a whole number from 1 to ${grouped(MAX_QUANTITY)}`,
  );

export const badQuantity = (path: string, quantity: number): Rejection | undefined =>
  refusalOf(quantityProblem(path, quantity));

export const emptyList = (path: string, list: readonly unknown[]): Rejection | undefined =>
  refusalOf(problem(list.length === 0, path, 'must not be empty'));

export const longList = (path: string, list: readonly unknown[]): Rejection | undefined =>
  refusalOf(problem(list.length > MAX_LINES, path, `must have at most ${grouped(MAX_LINES)} entries`));

/** The items, one for each product, or why they are malformed. */
export function readItems(path: string, items: readonly PricedItem[]): readonly PricedItem[] | Rejection {
  const malformed =
    longList(path, items) ??
    refusalOf(items.flatMap(({ quantity }, at) => quantityProblem(`${path}[${at}].quantity`, quantity)));
  if (malformed) return malformed;
  const merged = mergeItems(items);
  return refusalOf(merged.flatMap((item) => mergedProblem(path, item))) ?? merged;
}

/** Quantities of one product add up, at its first price and in the place of its first mention. */
function mergeItems(items: readonly PricedItem[]): readonly PricedItem[] {
  const merged = new Map<string, PricedItem>();
  for (const item of items) {
    const first = merged.get(item.productId);
    merged.set(item.productId, first ? { ...first, quantity: first.quantity + item.quantity } : item);
  }
  return [...merged.values()];
}

const mergedProblem = (path: string, { productId, quantity }: PricedItem): Problem[] =>
  problem(
    quantity > MAX_QUANTITY,
    path,
    `must ask for at most ${grouped(MAX_QUANTITY)} of ${productId} together, not ${grouped(quantity)}`,
  );
