import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { pageSizeOf, type Variables } from './page-size.js';
import type { Fragments } from './tally.js';
import { dearest, sum, total, type Weight, weightless, weightOf } from './weight.js';

export interface Cost {
  /** What the operation costs with these variables. */
  of(variables: Variables): number;
  /** The pages that nobody says the size of, by their fields, and the size that they have then. */
  readonly unsized: ReadonlyMap<string, number>;
}

/** Fragments are weighed once for each set of variables, however often they are spread. */
interface Weighing {
  readonly variables: Variables;
  readonly fragments: Map<string, Weight>;
}

type Scale = (weighing: Weighing) => Weight;

interface Making {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Fragments;
  readonly root: GraphQLNamedType | undefined;
  /** Of fragments, by their names. */
  readonly scales: Map<string, Scale>;
  readonly unsized: Map<string, number>;
  /** Whether a variable says how long a page is. */
  byVariables: boolean;
}

/** Of a root field: a transaction, a stream that is kept open. */
const rootCosts = { query: 1, mutation: 10, subscription: 10 };
const wholeSchema = 100;
const empty: Scale = () => weightless;

/**
 * Each field costs 1; a mutation and a subscription 10. What is asked of the items of a page costs as much for each
 * of them, by `first` or `last` as they are given, or by the size that the page has without. Lists that have no
 * pages count once: their items come with their object. Of types that exclude each other the dearest counts. Made
 * once for an operation; then it takes the time of reading the operation, and none where no variable says a size.
 */
export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Cost {
  const root = schema.getRootType(operation.operation) ?? undefined;
  const unsized = new Map<string, number>();
  const made = { scales: new Map(), unsized, byVariables: false };
  const making: Making = { schema, operation, fragments, root, ...made };
  const scale = root ? scaleOfSet(operation.selectionSet, root, making) : empty;
  const of = (variables: Variables) => total(scale({ variables, fragments: new Map() }));
  if (making.byVariables) return { of, unsized };
  const always = of({});
  return { of: () => always, unsized };
}

function scaleOfSet(set: SelectionSetNode, type: GraphQLNamedType, making: Making): Scale {
  const always: Scale[] = [];
  const exclusive = new Map<string, Scale[]>();
  for (const selection of set.selections) {
    const condition = conditionOf(selection, making) ?? type;
    const scale = scaleOf(selection, condition, making);
    if (!isAbstractType(type) || !isObjectType(condition)) always.push(scale);
    else exclusive.set(condition.name, [...(exclusive.get(condition.name) ?? []), scale]);
  }
  const alternatives = [...exclusive.values()];
  return (weighing) => {
    const weigh = (scales: readonly Scale[]) => sum(scales.map((scale) => scale(weighing)));
    return sum([weigh(always), dearest(alternatives.map(weigh))]);
  };
}

function conditionOf(selection: SelectionNode, { schema, fragments }: Making): GraphQLNamedType | undefined {
  if (selection.kind === Kind.FIELD) return undefined;
  const { typeCondition } =
    selection.kind === Kind.INLINE_FRAGMENT
      ? selection
      : { typeCondition: fragments.get(selection.name.value)?.typeCondition };
  return typeCondition && schema.getType(typeCondition.name.value);
}

function scaleOf(selection: SelectionNode, type: GraphQLNamedType, making: Making): Scale {
  if (selection.kind === Kind.FIELD) return scaleOfField(selection, type, making);
  if (selection.kind === Kind.INLINE_FRAGMENT) return scaleOfSet(selection.selectionSet, type, making);
  return scaleOfFragment(selection.name.value, type, making);
}

function scaleOfFragment(name: string, type: GraphQLNamedType, making: Making): Scale {
  const { scales, fragments } = making;
  const fragment = fragments.get(name);
  if (!scales.has(name) && fragment) {
    scales.set(name, empty); // not again inside itself
    scales.set(name, scaleOfSet(fragment.selectionSet, type, making));
  }
  return (weighing) => {
    const known = weighing.fragments.get(name);
    if (known) return known;
    weighing.fragments.set(name, weightless); // inside itself: validation refuses it
    const weight = scales.get(name)?.(weighing) ?? weightless;
    weighing.fragments.set(name, weight);
    return weight;
  };
}

function scaleOfField(node: FieldNode, parent: GraphQLNamedType, making: Making): Scale {
  const name = node.name.value;
  const { operation } = making;
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  const own = parent === making.root ? rootCosts[operation.operation] : 1;
  if (field === undefined) {
    const weight = { fixed: name === '__schema' ? wholeSchema : own, perItem: 0 };
    return () => weight;
  }
  const size = pageSizeOf(field, node, operation);
  if (size?.byVariables) making.byVariables = true;
  if (size?.byDefault !== undefined) making.unsized.set(name, size.byDefault);
  const inner = node.selectionSet ? scaleOfSet(node.selectionSet, getNamedType(field.type), making) : empty;
  const list = isListType(getNullableType(field.type));
  return (weighing) => weightOf(own, list, size?.of(weighing.variables), inner(weighing));
}
