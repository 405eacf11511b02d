/** A value as text of JSON and of GraphQL, where the two differ or no value of JavaScript says it. */
export class Written {
  constructor(
    readonly json: string,
    readonly literal = json,
  ) {}
}

export type Value =
  | null
  | boolean
  | number
  | string
  | Written
  | readonly Value[]
  | { readonly [name: string]: Value };

export function toJson(value: Value): string {
  if (value instanceof Written) return value.json;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, it]) => `${JSON.stringify(name)}:${toJson(it)}`)}}`;
}

export function toLiteral(value: Value): string {
  if (value instanceof Written) return value.literal;
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, it]) => `${name}: ${toLiteral(it)}`)}}`;
}
