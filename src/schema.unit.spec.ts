import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { exampleOperations, orderEventSchemas } from './orders/index.js';
import { schema } from './schema.js';

const contractFile = fileURLToPath(new URL('../../shared/contract.graphql', import.meta.url));
const absent = !existsSync(contractFile);
if (absent) console.warn(`The schema is not compared with the contract: there is no ${contractFile}`);

/** Parts of the contract that are not built yet, each with all that is in it. */
const timeMachine = [
  'Query.orderDiff',
  'Query.orderBlame',
  'Query.simulateOrder',
  'Query.orderStats',
  'Query.orders(asOf:)',
  'PointInTime',
  'OrderDiff',
  'FieldChange',
  'BlameEntry',
  'OrderSimulation',
  'OrderStats',
  'StatusCount',
];

const isNotDueYet = (coordinate: string): boolean =>
  timeMachine.some(
    (part) => coordinate === part || coordinate.startsWith(`${part}.`) || coordinate.startsWith(`${part}(`),
  );

/** What clients can rely on, by its schema coordinate: `Query.orders(first:)` is `Int`. */
const coordinates = (of: GraphQLSchema): [coordinate: string, meaning: string][] =>
  Object.values(of.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type) => [[type.name, type.constructor.name], ...membersOf(type)]);

function membersOf(type: GraphQLNamedType): [string, string][] {
  const { name } = type;
  if (isEnumType(type)) return type.getValues().map((value) => [`${name}.${value.name}`, 'value']);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => [`${name}.${field.name}`, inputType(field)]);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    [`${name}.${field.name}`, `${field.type}`],
    ...field.args.map((arg): [string, string] => [`${name}.${field.name}(${arg.name}:)`, inputType(arg)]),
  ]);
}

const inputType = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): string =>
  defaultValue === undefined ? `${type}` : `${type} = ${JSON.stringify(defaultValue)}`;

describe.skipIf(absent)('the schema and the contract', () => {
  const contract = absent ? schema : buildSchema(readFileSync(contractFile, 'utf8'));
  const ours = coordinates(schema);

  it('agree on each type, field, argument, default and value that is due', () => {
    const due = coordinates(contract).filter(([coordinate]) => !isNotDueYet(coordinate));
    expect(Object.fromEntries(ours)).toMatchObject(Object.fromEntries(due));
  });

  it('agree on what clients must send', () => {
    const { REQUIRED_ARG_ADDED, REQUIRED_INPUT_FIELD_ADDED } = BreakingChangeType;
    const demands: string[] = [REQUIRED_ARG_ADDED, REQUIRED_INPUT_FIELD_ADDED];
    expect(findBreakingChanges(contract, schema).filter(({ type }) => demands.includes(type))).toEqual([]);
  });

  it('differ only in what is not built yet', () => {
    expect(ours.map(([coordinate]) => coordinate).filter(isNotDueYet)).toEqual([]);
  });
});

it('has a type for each event of an order, and one for events that it does not know', () => {
  const events = schema.getPossibleTypes(schema.getType('OrderEvent') as never).map(({ name }) => name);
  expect(events.toSorted()).toEqual([...Object.keys(orderEventSchemas), 'UnknownOrderEvent'].toSorted());
});

it('knows all operations of the tour that GraphiQL begins with', () => {
  expect(validate(schema, parse(exampleOperations))).toEqual([]);
});
