import {
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Draw } from './draw.js';
import { hostileText, hostileValue, vastText } from './hostile-values.js';
import { plausibleScalar } from './plausible-values.js';
import { type Value, Written } from './written.js';

export interface Temper {
  /** How many values of a hundred are hostile, */
  readonly hostility: number;
  /** until there have been so many. */
  left: number;
}

export const plausible = (): Temper => ({ hostility: 0, left: 0 });

export interface Input {
  readonly value: Value;
  /** Of the input fields that it gives a value. */
  readonly coordinates: readonly string[];
}

/** A value for the argument at `coordinate`, of a field that may be paged by cursors of `edge`. */
export function inputFor(
  draw: Draw,
  temper: Temper,
  coordinate: string,
  type: GraphQLInputType,
  edge: string,
): Input {
  const coordinates = [coordinate];
  const isPlace = edge.endsWith('Edge') && /\.(after|before)$/.test(coordinate);
  const value = anyValue(draw, temper, isPlace ? `${edge}.cursor` : coordinate, type, coordinates);
  return { value, coordinates };
}

function anyValue(
  draw: Draw,
  temper: Temper,
  coordinate: string,
  type: GraphQLInputType,
  coordinates: string[],
): Value {
  if (isNonNullType(type)) return anyValue(draw, temper, coordinate, type.ofType, coordinates);
  const hostility = isInputObjectType(getNamedType(type)) ? temper.hostility / 5 : temper.hostility;
  if (temper.left > 0 && draw.chance(hostility)) {
    temper.left -= 1;
    return hostileFor(draw, type);
  }
  if (isListType(type)) {
    const length = 1 + draw.upTo(draw.chance(10) ? 5 : 1);
    return Array.from({ length }, () => anyValue(draw, temper, coordinate, type.ofType, coordinates));
  }
  if (isEnumType(type)) {
    const name = draw.oneOf(type.getValues()).name;
    return new Written(JSON.stringify(name), name);
  }
  if (!isInputObjectType(type)) return plausibleScalar(draw, coordinate, type);
  const fields = Object.values(type.getFields()).filter((field) => isGiven(draw, field));
  return Object.fromEntries(
    fields.map((field) => {
      const at = `${type.name}.${field.name}`;
      coordinates.push(at);
      return [field.name, anyValue(draw, temper, at, field.type, coordinates)];
    }),
  );
}

/** What makes most commands fail is left out most of the time. */
const rare = new Set(['expectedVersion', 'unitPrice', 'toTimestamp', 'reference']);

export const isGiven = (
  draw: Draw,
  field: Pick<GraphQLInputField, 'name' | 'type' | 'defaultValue'>,
): boolean => isRequiredInputField(field as GraphQLInputField) || draw.chance(rare.has(field.name) ? 15 : 40);

/** Of the right type, but out of all bounds; or of no type at all. */
function hostileFor(draw: Draw, type: GraphQLInputType): Value {
  const named: GraphQLNamedInputType = getNamedType(type);
  if (isInputObjectType(named) || isEnumType(named) || draw.chance(20)) return hostileValue(draw);
  if (named.name === 'Int' || named.name === 'Float')
    return draw.oneOf([0, -1, 1, 2, 101, 2 ** 31 - 1, -(2 ** 31)]);
  if (named.name === 'Boolean') return hostileValue(draw);
  return draw.chance(1) ? vastText(draw) : hostileText(draw);
}
