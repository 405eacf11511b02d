import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { Draw } from './draw.js';
import { inputFor, isGiven, type Temper } from './inputs.js';
import { toJson, toLiteral } from './written.js';

export type Kind = 'query' | 'mutation' | 'subscription';

/** A field that a document asks for, so that what is answered can be told. */
export interface Asked {
  /** Its name in the answer. */
  readonly key: string;
  /** Type.field */
  readonly coordinate: string;
  /** Of the arguments and input fields that are given. */
  readonly inputs: readonly string[];
  /** The type that an object must have to be asked for it; undefined: any. */
  readonly on: string | undefined;
  readonly children: readonly Asked[];
}

export interface Operation {
  readonly kind: Kind;
  readonly query: string;
  /** JSON */
  readonly variables: string;
  readonly operationName: string | undefined;
  readonly asked: readonly Asked[];
}

/** What is gathered while a document is written. */
interface Draft {
  readonly draw: Draw;
  readonly schema: GraphQLSchema;
  readonly temper: Temper;
  readonly definitions: string[];
  readonly fragments: string[];
  readonly variables: string[];
  /** Fields that it may still have. */
  left: number;
}

interface Selection {
  readonly text: string;
  readonly asked: readonly Asked[];
}

/** A document that is valid but for hostile values in it. */
export function operation(draw: Draw, schema: GraphQLSchema, kind: Kind, temper: Temper): Operation {
  const left = draw.oneOf([12, 30, 6, 60]);
  const draft: Draft = { draw, schema, temper, definitions: [], fragments: [], variables: [], left };
  const root = rootOf(schema, kind);
  const count =
    kind === 'subscription'
      ? 1
      : draw.weighted([
          [6, 1],
          [2, 2],
          [1, 4],
        ]);
  const fields = Array.from({ length: count }, () => draw.weighted(weighed(root)));
  const parts = fields.map((field, i) => askFor(draft, root, field, count > 1 ? `r${i}` : undefined, 0));
  const name = draw.chance(30) ? 'Asked' : '';
  const other = name !== '' && draw.chance(20) ? 'query Other { __typename } ' : '';
  const declared = draft.definitions.length > 0 ? `(${draft.definitions.join(', ')})` : '';
  const body = `{ ${parts.map(({ text }) => text).join(' ')} }`;
  return {
    kind,
    query: [`${other}${kind} ${name}${declared} ${body}`, ...draft.fragments].join('\n'),
    variables: `{${draft.variables.join(',')}}`,
    operationName: other === '' ? undefined : name,
    asked: parts.flatMap(({ asked }) => asked),
  };
}

function rootOf(schema: GraphQLSchema, kind: Kind): GraphQLObjectType {
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return roots[kind] as GraphQLObjectType;
}

/** What most of the others live on, and what shows most, more often; what works at all rows, seldom. */
const weights: Readonly<Record<string, number>> = {
  ...{ createOrder: 40, createProduct: 4, rebuildProjection: 2, eraseCustomer: 4 },
  ...{ eventFeed: 40, order: 30, orderEvents: 20 },
};
const weighed = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).map((field) => [weights[field.name] ?? 10, field] as const);

function askFor(
  draft: Draft,
  type: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  alias: string | undefined,
  depth: number,
  on?: string,
): Selection {
  draft.left -= 1;
  const coordinate = `${type.name}.${field.name}`;
  const named = getNamedType(field.type);
  const { args, inputs } = argumentsOf(draft, coordinate, field);
  const inner = isCompositeType(named) ? selection(draft, named, depth + 1) : undefined;
  const text = [
    alias === undefined ? field.name : `${alias}: ${field.name}`,
    args.length > 0 ? `(${args.join(', ')})` : '',
    directive(draft),
    inner === undefined ? '' : ` { ${inner.text} }`,
  ].join('');
  const asked = { key: alias ?? field.name, coordinate, inputs, on, children: inner?.asked ?? [] };
  return { text, asked: [asked] };
}

const pageBackward = ['last', 'before'];
const pageForward = ['first', 'after'];

function argumentsOf(draft: Draft, coordinate: string, field: GraphQLField<unknown, unknown>) {
  const { draw, temper } = draft;
  const unwanted =
    draw.chance(30) && field.args.some(({ name }) => name === 'last') ? pageForward : pageBackward;
  const given = field.args.filter((argument) => isGiven(draw, argument) && !unwanted.includes(argument.name));
  const inputs: string[] = [];
  const args = given.map(({ name, type }) => {
    const { value, coordinates } = inputFor(draw, temper, `${coordinate}.${name}`, type, edgeOf(field));
    inputs.push(...coordinates);
    if (draw.chance(30)) return `${name}: ${toLiteral(value)}`;
    return `${name}: ${declare(draft, `${type}`, toJson(value))}`;
  });
  return { args, inputs };
}

/** The type whose cursors it takes, where it is a list that is paged. */
const edgeOf = ({ type }: GraphQLField<unknown, unknown>): string =>
  getNamedType(type).name.replace(/Connection$/, 'Edge');

function declare({ definitions, variables }: Draft, type: string, json: string): string {
  const name = `v${definitions.length}`;
  definitions.push(`$${name}: ${type}`);
  variables.push(`"${name}":${json}`);
  return `$${name}`;
}

function directive(draft: Draft): string {
  const { draw } = draft;
  if (!draw.chance(4)) return '';
  const name = draw.oneOf(['include', 'skip']);
  const condition = draw.chance(50)
    ? declare(draft, 'Boolean!', `${name === 'include'}`)
    : `${name === 'include'}`;
  return ` @${name}(if: ${condition})`;
}

function selection(draft: Draft, type: GraphQLCompositeType, depth: number): Selection {
  const parts: Selection[] = [];
  if (isAbstractType(type) || draft.draw.chance(10)) parts.push({ text: '__typename', asked: [] });
  parts.push(...fieldsOf(draft, type, depth));
  if (isAbstractType(type)) {
    const types = draft.schema.getPossibleTypes(type);
    const [from, count] = [draft.draw.upTo(types.length - 1), draft.draw.oneOf([3, 8, 0])];
    for (let i = from; i < Math.min(from + count, types.length); i += 1) {
      const possible = types[i] as GraphQLObjectType;
      const inner = fieldsOf(draft, possible, depth, possible.name);
      parts.push({
        text: `... on ${possible.name} { __typename ${textOf(inner)} }`,
        asked: inner.flatMap((it) => it.asked),
      });
    }
  }
  const whole = { text: textOf(parts) || '__typename', asked: parts.flatMap(({ asked }) => asked) };
  return draft.draw.chance(8) ? inFragment(draft, type, whole) : whole;
}

const textOf = (parts: readonly Selection[]) => parts.map(({ text }) => text).join(' ');
const deepest = 6;

function fieldsOf(draft: Draft, type: GraphQLCompositeType, depth: number, on?: string): Selection[] {
  if (!('getFields' in type)) return [];
  const { draw } = draft;
  const all = Object.values(type.getFields()).filter(
    ({ type: fieldType }) => depth < deepest || !isCompositeType(getNamedType(fieldType)),
  );
  const count = Math.max(1, Math.min(draft.left, all.length, 1 + draw.upTo(on === undefined ? 5 : 9)));
  const from = draw.upTo(all.length - 1);
  const chosen = Array.from({ length: count }, (_, i) => all[(from + i) % all.length]);
  return [...new Set(chosen)].flatMap((field) =>
    // In different types of events the same name may mean different things.
    field === undefined
      ? []
      : [
          askFor(
            draft,
            type,
            field,
            on && isOwn(draft, type, field.name) ? `${field.name}Of${on}` : undefined,
            depth,
            on,
          ),
        ],
  );
}

const isOwn = ({ schema }: Draft, type: GraphQLCompositeType, field: string): boolean =>
  isObjectType(type) &&
  !type.getInterfaces().some((it) => field in (schema.getType(it.name) as GraphQLObjectType).getFields());

function inFragment({ fragments }: Draft, type: GraphQLCompositeType, { text, asked }: Selection): Selection {
  const name = `F${fragments.length}`;
  fragments.push(`fragment ${name} on ${type.name} { ${text} }`);
  return { text: `...${name}`, asked };
}
