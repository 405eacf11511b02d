import {
  defaultFieldResolver,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Extensions } from 'type-graphql';
import type { Caller, RequestContext, Role } from './context.js';
import { apiError } from './errors.js';

/** From the one that may do least; each may do all that those before it may. */
const ranks: readonly Role[] = ['customer', 'operator', 'admin'];

type Asking = Pick<Caller, 'roles'>;

/** Whether the caller has the role, or one that includes it. */
const holds = ({ roles }: Asking, role: Role): boolean =>
  ranks.slice(ranks.indexOf(role)).some((rank) => roles.has(rank));

/** The customer whose orders alone the caller may see and change; undefined: everybody's. */
export const confinedTo = (caller: Caller): string | undefined =>
  holds(caller, 'operator') ? undefined : caller.actor;

/** Why the caller may not use what has this coordinate of the schema; undefined where they may. */
export const lackOf = (role: Role | undefined, caller: Asking, coordinate: string): string | undefined =>
  role === undefined || holds(caller, role) ? undefined : `${coordinate} needs the role ${role}`;

/** Throws FORBIDDEN, which names the role, unless the caller has it or one that includes it. */
export function requireRole(role: Role | undefined, caller: Asking, coordinate: string): void {
  const lack = lackOf(role, caller, coordinate);
  if (lack !== undefined) throw apiError('FORBIDDEN', lack, { role });
}

/**
 * Who may use a field: callers with this role, or with one that includes it. Every operation says so; of the fields
 * of types and inputs, those that are not for everybody who reaches them.
 */
export const Access = (role: Role) => Extensions({ access: role });

/** What `@Access` said of a field. */
export const accessOf = ({ access }: Readonly<Record<string, unknown>>): Role | undefined =>
  ranks.find((role) => role === access);

/** Has all fields check what `@Access` says. Changes the schema; throws where an operation does not say it. */
export function guardAccess(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (accessOf(field.extensions)) guard(field, coordinate);
      else if (roots.includes(type)) throw new Error(`${coordinate} must say who may use it: @Access(role)`);
    }
  }
  return schema;
}

type Field = GraphQLField<unknown, RequestContext>;

function guard(field: Field, coordinate: string): void {
  const role = accessOf(field.extensions);
  const guarded =
    (resolve: GraphQLFieldResolver<unknown, RequestContext>): typeof resolve =>
    (source, args, context, info) => {
      requireRole(role, context.caller, coordinate);
      requireRolesOfInputs(field.args, args, context.caller);
      return resolve(source, args, context, info);
    };
  field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  // Asked when it begins, and with `resolve` again for each event.
  if (field.subscribe) field.subscribe = guarded(field.subscribe);
}

/** Null says as little as nothing, so anybody may say it. */
function requireRolesOfInputs(
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
  values: Readonly<Record<string, unknown>>,
  caller: Asking,
  of = '',
): void {
  for (const { name, type, extensions } of fields) {
    const value = values[name];
    if (value == null) continue;
    requireRole(accessOf(extensions), caller, `${of}${name}`);
    requireRolesWithin(type, value, caller);
  }
}

function requireRolesWithin(type: GraphQLInputType, value: unknown, caller: Asking): void {
  if (isNonNullType(type)) requireRolesWithin(type.ofType, value, caller);
  else if (isListType(type)) {
    for (const item of value as unknown[]) requireRolesWithin(type.ofType, item, caller);
  } else if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    requireRolesOfInputs(fields, value as Record<string, unknown>, caller, `${type.name}.`);
  }
}
