/** The ids of one socket's operations: the client's, and ours, of which no two are the same. */
export interface OperationIds {
  /** A message from the client, parsed where that can be done, with our id in it. Throws IdInUse and IdTooLong. */
  inward(message: string): unknown;
  /** A message to the client, with its own id in it; nothing where the client has completed that operation. */
  outward(message: string): string | undefined;
  /** Undefined where the client has completed that operation. */
  clientId(ourId: string): string | undefined;
}

export class IdInUse extends Error {
  override readonly name = 'IdInUse';
}

export class IdTooLong extends Error {
  override readonly name = 'IdTooLong';
}

/** Characters. It is kept, and sent with each answer. */
const longestId = 128;

/**
 * A client may use an id again as soon as it has completed its operation. graphql-ws knows operations by their ids
 * alone: it would send answers of the old one, which may still be under way, as the new one's, and forget to end
 * the new one.
 */
export function operationIds(): OperationIds {
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();
  let operations = 0;

  function begin(id: string): string {
    if (id.length > longestId) throw new IdTooLong(`An operation's id may have ${longestId} characters`);
    if (ours.has(id)) throw new IdInUse(`Subscriber for ${id} already exists`);
    operations += 1;
    const ourId = `${operations}`;
    ours.set(id, ourId);
    theirs.set(ourId, id);
    return ourId;
  }

  function end(id: string): string {
    const ourId = ours.get(id) ?? 'none';
    ours.delete(id);
    theirs.delete(ourId);
    return ourId;
  }

  return {
    inward(text) {
      const message = parsed(text);
      if (typeof message?.id !== 'string' || message.id === '') return message ?? text;
      if (message.type === 'subscribe') return { ...message, id: begin(message.id) };
      return message.type === 'complete' ? { ...message, id: end(message.id) } : message;
    },
    outward(text) {
      const [head, ourId = '', type] = beginning.exec(text) ?? [];
      if (head === undefined) return text;
      const id = theirs.get(ourId);
      if (id === undefined) return undefined;
      if (type !== 'next') end(id);
      return `{"id":${JSON.stringify(id)},"type":"${type}"${text.slice(head.length)}`;
    },
    clientId: (ourId) => theirs.get(ourId),
  };
}

/** As graphql-ws writes it. */
const beginning = /^\{"id":"(\d+)","type":"(\w+)"/;

/** What is no message is left to graphql-ws to refuse. */
function parsed(text: string): { readonly id?: unknown; readonly type?: unknown } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
