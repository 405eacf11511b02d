import { uuidv7 } from 'uuidv7';
import { type Aggregates, aggregates, type SnapshotCache } from '../event-sourcing/aggregate.js';
import {
  type CommandHandler,
  type CommandHandlerOptions,
  commandHandler,
} from '../event-sourcing/command-handler.js';
import type { Decider } from '../event-sourcing/decider.js';
import { reject } from '../event-sourcing/errors.js';
import type { EventSchemas } from '../event-sourcing/event-schema.js';
import type { EventStore } from '../event-sourcing/event-store.js';

/** The smallest aggregate that has all there is: a title that nobody else may have, notes, and rollbacks. */
export type NotebookEvent =
  | { readonly type: 'Titled'; readonly data: { readonly title: string; readonly owner: string } }
  | { readonly type: 'Noted'; readonly data: { readonly text: string } }
  | { readonly type: 'RolledBack'; readonly data: { readonly toVersion: number } };

export interface Notebook {
  readonly owner: string;
  readonly notes: readonly string[];
}

export type NotebookCommand =
  | { readonly kind: 'title'; readonly title: string; readonly owner: string }
  /** Writes down those texts that are not there yet. */
  | { readonly kind: 'note'; readonly texts: readonly string[] }
  | { readonly kind: 'roll back'; readonly toVersion: number };

export const notebookSchemas: EventSchemas = {
  Titled: { upcasters: [] },
  Noted: { upcasters: [(text: string) => ({ text })] },
  RolledBack: { upcasters: [] },
};

const notebookDecider: Decider<Notebook | null, NotebookCommand, NotebookEvent> = {
  initialState: null,
  decide(command, { state }) {
    if (command.kind === 'title') {
      if (state) return reject('BUSINESS_RULE_ERROR', 'It has a title');
      return [{ type: 'Titled', data: { title: command.title, owner: command.owner } }];
    }
    if (!state) return reject('NOT_FOUND', 'There is no such notebook');
    if (command.kind === 'roll back') return [{ type: 'RolledBack', data: { toVersion: command.toVersion } }];
    const texts = command.texts.filter((text) => !state.notes.includes(text));
    return texts.map((text) => ({ type: 'Noted', data: { text } }));
  },
  evolve(state, event) {
    if (event.type === 'Titled') return { owner: event.data.owner, notes: [] };
    if (event.type !== 'Noted' || !state) return state;
    if (event.data.text === 'illegible') throw new Error('cannot be read');
    return { ...state, notes: [...state.notes, event.data.text] };
  },
  rollbackTarget: (event) => (event.type === 'RolledBack' ? event.data.toVersion : undefined),
  subjectOf: (state, [first]) => state?.owner ?? (first?.type === 'Titled' ? first.data.owner : null),
  claimOf: ([first]) => (first?.type === 'Titled' ? `title ${first.data.title}` : undefined),
  claimRefused: (claim, holder) => reject('VALIDATION_ERROR', `${claim} is taken`, { holder }),
};

export interface Notebooks {
  readonly handle: CommandHandler<Notebook | null, NotebookCommand, NotebookEvent>;
  readonly reads: Aggregates<Notebook | null>;
  readonly cache: SnapshotCache<Notebook | null> & Map<string, unknown>;
}

/** Notebooks in a store, as a process has them. */
export function openNotebooks(
  store: EventStore,
  options: Partial<CommandHandlerOptions<Notebook | null, NotebookCommand, NotebookEvent>> = {},
): Notebooks {
  const cache = new Map();
  const reads = aggregates({ store, fold: notebookDecider, fingerprint: 'notebook', cache });
  const handle = commandHandler({
    store,
    aggregates: reads,
    decider: notebookDecider,
    schemas: notebookSchemas,
    newId: uuidv7,
    ...options,
  });
  return { handle, reads, cache };
}
