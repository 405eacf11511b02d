/** Turns data of schema version n into data of version n + 1. */
export type Upcaster = (data: never) => unknown;

/**
 * The shapes of one event type over time. `upcasters[0]` turns version 1 into version 2, and so on;
 * the newest version is `upcasters.length + 1`. A new version may change what it likes, because every
 * reader sees upcast data; an older build reads a newer version as it stands, so prefer to add.
 */
export interface EventSchema {
  readonly upcasters: readonly Upcaster[];
}

/** All event types that this build knows. */
export type EventSchemas = Readonly<Record<string, EventSchema>>;

export const newestVersion = (schema: EventSchema): number => schema.upcasters.length + 1;

export const isKnown = (schemas: EventSchemas, type: string): boolean => Object.hasOwn(schemas, type);

/** Data in today's shape. Data of an unknown type or of a newer version is passed on as it stands. */
export function upcast(schemas: EventSchemas, type: string, schemaVersion: number, data: unknown): unknown {
  if (!isKnown(schemas, type)) return data;
  const pending = schemas[type]?.upcasters.slice(schemaVersion - 1) ?? [];
  return pending.reduce((shape, up) => up(shape as never), data);
}

/** Told once for each type that this build does not know. */
export type OnUnknownType = (type: string) => void;

/** Stored data of a type and schema version in today's shape. */
export type DataReader = (type: string, schemaVersion: number, json: string) => unknown;

/** What is read where an upcaster fails on stored data: it fails replay, but nobody who passes the event on. */
export class UnreadableData {
  constructor(
    readonly stored: unknown,
    readonly cause: unknown,
  ) {}
}

/** Reads stored data: the one place where upcasting happens, under every reader of a store. Never throws. */
export function dataReader(schemas: EventSchemas, onUnknownType: OnUnknownType): DataReader {
  const reported = new Set<string>();
  return (type, schemaVersion, json) => {
    if (!isKnown(schemas, type) && !reported.has(type)) {
      reported.add(type);
      onUnknownType(type);
    }
    const stored = JSON.parse(json);
    try {
      return upcast(schemas, type, schemaVersion, stored);
    } catch (cause) {
      return new UnreadableData(stored, cause);
    }
  };
}
