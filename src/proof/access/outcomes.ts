import type { FormattedError } from '../../graphql/errors.js';
import type { Outcome } from './expected.js';
import type { Way } from './ways.js';

export interface Reply {
  readonly data?: unknown;
  readonly errors?: readonly FormattedError[];
}

/** What came of an operation as a whole. */
export function outcomeOf({ data, errors }: Reply, root: string): Outcome {
  if (errors?.[0]) return errors[0].extensions.code;
  const [value] = valuesAt(data, [root.split('.')[1] as string]);
  if (value === null) return 'null';
  const {
    nodes,
    items,
    totalCount = 0,
  } = value as Record<'nodes' | 'items', unknown[]> & { totalCount?: number };
  return (nodes ?? items)?.length === 0 && totalCount === 0 ? 'empty' : 'value';
}

/** What came of a field at the end of a way: `nothing` where there is no object that it could be of. */
export function outcomeAt({ data, errors = [] }: Reply, way: Way, field: string): Outcome {
  const path = [...pathOf(way), field];
  const error = errors.find((it) => it.path === undefined || begins(path, namesIn(it.path)));
  if (error) return error.extensions.code;
  const values = valuesAt(data, path);
  if (values.length === 0) return 'nothing';
  return values.every((value) => value === null) ? 'null' : 'value';
}

/** Whether the operation, or a field on the way, was refused, so that all that lies beyond was. */
export const isRefusedOnTheWay = ({ errors = [] }: Reply, way: Way): boolean =>
  errors.every((it) => it.path === undefined || begins(pathOf(way), namesIn(it.path)));

const pathOf = ({ root, steps }: Way): string[] => [
  root.split('.')[1] as string,
  ...steps.map(({ field }) => field),
];

const namesIn = (path: NonNullable<FormattedError['path']>): string[] =>
  path.filter((part): part is string => typeof part === 'string');

const begins = (path: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((name, i) => path[i] === name);

function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((it) => valuesAt(it, [name as string, ...rest]));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name as string)) return [];
  const found = (value as Record<string, unknown>)[name as string];
  return rest.length > 0 ? valuesAt(found, rest) : [found];
}
