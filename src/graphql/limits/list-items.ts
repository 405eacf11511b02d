import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isObjectType,
} from 'graphql';
import { limitError } from './limit-error.js';

/** How many items the lists of one answer may have together, and how many of them are left. */
export interface ListRoom {
  readonly max: number;
  left: number;
}

interface Answering {
  readonly listRoom: ListRoom;
}

export const listRoom = (max: number): ListRoom => ({ max, left: max });

/**
 * Has all lists of objects take room in their answer, before anything of their items is looked at: how long a list
 * without pages is, nobody knows before. Changes the schema, whose context has the room.
 */
export function limitListItems(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) if (isListOfObjects(field)) limit(field);
  }
  return schema;
}

const isListOfObjects = ({ type }: GraphQLField<unknown, Answering>): boolean =>
  isListType(getNullableType(type)) && isCompositeType(getNamedType(type));

function limit(field: GraphQLField<unknown, Answering>): void {
  const { resolve = defaultFieldResolver } = field;
  field.resolve = (source, args, context, info) => {
    const list: unknown = resolve(source, args, context, info);
    return list instanceof Promise
      ? list.then((it) => taking(it, context.listRoom))
      : taking(list, context.listRoom);
  };
}

function taking(list: unknown, room: ListRoom): unknown {
  if (!Array.isArray(list)) return list;
  room.left -= list.length;
  if (room.left >= 0) return list;
  throw limitError(
    `The lists of the answer have more than ${room.max} items together: ask for fewer of them, or for shorter pages by first or last`,
    { limit: 'listItems', max: room.max, setting: 'MAX_LIST_ITEMS' },
  );
}
