import { type ASTNode, GraphQLError, type Source } from 'graphql';

/** The setting that raises each limit, and how many of what a refusal says there are. */
const told = {
  depth: ['MAX_DEPTH', 'levels of fields'],
  aliases: ['MAX_ALIASES', 'aliases'],
  directives: ['MAX_DIRECTIVES', 'directives'],
  rootFields: ['MAX_ROOT_FIELDS', 'root fields'],
  mutations: ['MAX_MUTATIONS', 'mutations'],
} as const;

export type CountedLimit = keyof typeof told;

/** What a refusal says of the limit that it is about. */
export interface LimitDetails {
  readonly limit: string;
  readonly found?: number;
  readonly max: number;
  /** That raises it; absent where none does. */
  readonly setting?: string;
}

interface Whereabouts {
  readonly source?: Source;
  readonly positions?: readonly number[];
  readonly nodes?: ASTNode | readonly ASTNode[] | null;
}

/** VALIDATION_ERROR that names the limit, what was found, the most that is allowed, and its setting. */
export function limitError(message: string, details: LimitDetails, at: Whereabouts = {}): GraphQLError {
  const { setting } = details;
  return new GraphQLError(`${message}${setting === undefined ? '' : ` (${setting})`}.`, {
    ...at,
    extensions: { code: 'VALIDATION_ERROR', details },
  });
}

export function overCount(limit: CountedLimit, found: number, max: number): GraphQLError {
  const [setting, what] = told[limit];
  const most = Math.min(found, Number.MAX_SAFE_INTEGER); // fragments multiply beyond all numbers
  return limitError(`The operation has ${most} ${what}, more than ${max}`, {
    ...{ limit, found: most, max, setting },
  });
}

/** What graphql-js found, which stops at so many errors and says so in its own words: here in ours. */
export function cutAt(max: number, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (errors.length <= max) return errors;
  const details = { limit: 'validationErrors', max, setting: 'MAX_VALIDATION_ERRORS' };
  return [...errors.slice(0, max), limitError(`More than ${max} errors: the others are not told`, details)];
}

/** @param unsized Pages without `first` and `last`, by their fields, and how many items they count for. */
export function overCost(found: number, max: number, unsized: ReadonlyMap<string, number>): GraphQLError {
  const cost = Math.min(found, Number.MAX_SAFE_INTEGER);
  const longestFirst = [...unsized].sort(([, a], [, b]) => b - a);
  const pages = longestFirst.map(([field, size]) => `"${field}" (else it counts ${size} items)`);
  const first = pages.length > 0 ? `give a first to ${pages.slice(0, 3).join(', ')}, ` : '';
  return limitError(
    `The operation costs ${cost}, more than ${max}: ${first}ask for fewer fields, or for shorter pages by first or last`,
    { limit: 'cost', found: cost, max, setting: 'MAX_COST' },
  );
}
