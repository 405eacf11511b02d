import { type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { limitError } from './limit-error.js';

const most = 30;

/**
 * Validation compares each two fields that answer under one name, and what is asked of them: 500 of them, 4 kB, would
 * keep everybody waiting for 200 ms. Nobody needs the second.
 */
export function refuseRepeats(document: DocumentNode): void {
  visit(document, {
    SelectionSet(set) {
      const counts = new Map<string, number>();
      count(set, counts);
      for (const [name, times] of counts) {
        if (times <= most) continue;
        const message = `The field "${name}" is asked for ${times} times in one place, more than ${most}`;
        throw limitError(message, { limit: 'repeats', found: times, max: most }, { nodes: set });
      }
    },
  });
}

function count({ selections }: SelectionSetNode, counts: Map<string, number>): void {
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) count(selection.selectionSet, counts);
    if (selection.kind !== Kind.FIELD) continue;
    const { value } = selection.alias ?? selection.name;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}
