import {
  type FieldNode,
  type GraphQLField,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { Extensions } from 'type-graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** How many items the page of a field has at the most, by the variables. */
export interface PageSize {
  readonly byVariables: boolean;
  /** Where the operation does not say how many. */
  readonly byDefault?: number;
  of(variables: Variables): number;
}

const usual = 20;

/** Says how many items a page of this field has where nobody says how many. */
export const PageSizeByDefault = (size: number) => Extensions({ pageSize: size });

/** Undefined for a field that has no pages. What is no number is refused when it is read. */
export function pageSizeOf(
  { args, extensions }: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): PageSize | undefined {
  if (!args.some(({ name }) => isSize(name))) return undefined;
  const byDefault = typeof extensions.pageSize === 'number' ? extensions.pageSize : usual;
  const given = (node.arguments ?? []).filter(({ name }) => isSize(name.value)).map(({ value }) => value);
  const sizeIn = (value: ValueNode, variables: Variables): unknown => {
    if (value.kind !== Kind.VARIABLE) return numberIn(value);
    const name = value.name.value;
    if (Object.hasOwn(variables, name)) return variables[name];
    return numberIn(variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue);
  };
  return {
    byVariables: given.some(({ kind }) => kind === Kind.VARIABLE),
    ...(given.length === 0 && { byDefault }),
    of(variables) {
      const sizes = given.map((value) => sizeIn(value, variables)).filter((size) => typeof size === 'number');
      return sizes.length > 0 ? Math.ceil(Math.max(1, ...sizes)) : byDefault;
    },
  };
}

const isSize = (name: string): boolean => name === 'first' || name === 'last';

const numberIn = (value: ValueNode | undefined): number | undefined =>
  value?.kind === Kind.INT ? Number(value.value) : undefined;
