import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { accessOf } from '../../graphql/access.js';

type Composite = GraphQLObjectType | GraphQLInterfaceType;

/** How one comes to the objects of a type: an operation, and fields from there; each on a type of its own where need be. */
export interface Way {
  /** Of the operation: `Query.order`. */
  readonly root: string;
  readonly steps: readonly Step[];
  readonly type: Composite;
}

interface Step {
  readonly field: string;
  readonly on?: string;
}

/** Each operation, each field of each type that has fields, and each input that says who may give it. */
export function coordinatesOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isIntrospectionType(type) || !('getFields' in type)) return [];
    const fields = Object.values(type.getFields()).filter(
      ({ extensions }) => isComposite(type) || accessOf(extensions) !== undefined,
    );
    return fields.map(({ name }) => `${type.name}.${name}`);
  });
}

/**
 * A way to each type, by the first of these operations that leads there. The way to an interface's fields is the way
 * to the interface; the types that implement it have ways of their own.
 */
export function waysFrom(schema: GraphQLSchema, roots: readonly string[]): Way[] {
  const ways = new Map<string, Way>();
  for (const root of roots) {
    const [type = '', field = ''] = root.split('.');
    const operation = (schema.getType(type) as GraphQLObjectType).getFields()[field];
    if (!operation) throw new Error(`There is no operation ${root}`);
    const found = [wayTo(root, [], getNamedType(operation.type))];
    for (const way of found) {
      if (!way || ways.has(way.type.name)) continue;
      ways.set(way.type.name, way);
      found.push(...onwards(schema, way));
    }
  }
  return [...ways.values()];
}

function onwards(schema: GraphQLSchema, { root, steps, type }: Way): (Way | undefined)[] {
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const further = fields.map((field) => wayTo(root, [...steps, { field: field.name }], typeOf(field)));
  if (!isInterfaceType(type)) return further;
  const last = steps.at(-1) as Step;
  const kinds = schema
    .getPossibleTypes(type)
    .map((kind) => wayTo(root, [...steps.slice(0, -1), { ...last, on: kind.name }], kind));
  return [...kinds, ...further];
}

const typeOf = (field: GraphQLField<unknown, unknown>) => getNamedType(field.type);

const wayTo = (root: string, steps: readonly Step[], type: GraphQLNamedType): Way | undefined =>
  isComposite(type) ? { root, steps, type } : undefined;

const isComposite = (type: GraphQLNamedType): type is Composite =>
  isObjectType(type) || isInterfaceType(type);

/** A document that asks for these fields of the objects at the end of a way. */
export function documentOf({ root, steps, type }: Way, fields: readonly string[], args: string): string {
  const wanted = fields.map((name) => {
    const field = type.getFields()[name];
    return field && isComposite(typeOf(field)) ? `${name} { __typename }` : name;
  });
  const selection = steps.reduceRight(
    (inner, { field, on }) => `{ ${field} ${on ? `{ ... on ${on} ${inner} }` : inner} }`,
    `{ ${wanted.join(' ')} }`,
  );
  return operationOf(root, args, selection);
}

export function operationOf(root: string, args: string, selection: string): string {
  const [type = '', field = ''] = root.split('.');
  return `${type.toLowerCase()} { ${field}${args} ${selection} }`;
}

/** How much of what an operation answers tells whether it is anything. */
export function glanceAt(schema: GraphQLSchema, root: string): string {
  const [type = '', field = ''] = root.split('.');
  const answer = typeOf((schema.getType(type) as GraphQLObjectType).getFields()[field] as never);
  if (!isComposite(answer)) return '';
  const { nodes, items, event } = answer.getFields();
  if (nodes) return '{ totalCount nodes { __typename } }';
  if (items) return '{ items { __typename } }';
  return event ? '{ event { orderId } }' : '{ __typename }';
}
