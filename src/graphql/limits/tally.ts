import {
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What is counted in an operation, with its fragments expanded wherever they are spread. */
export interface Tally {
  /** Fields inside fields. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Of the first level. */
  readonly fields: number;
  readonly introspects: boolean;
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const nothing: Tally = { depth: 0, aliases: 0, directives: 0, fields: 0, introspects: false };
const introspection = /^__(schema|type)$/;

/**
 * Counts each fragment once, however often it is spread: the time is that of reading the document. One that spreads
 * itself counts as nothing inside itself; validation refuses it. @skip and @include are not believed.
 */
export function tallyOf(
  { selectionSet, directives = [], variableDefinitions = [] }: OperationDefinitionNode,
  fragments: Fragments,
): Tally {
  const known = new Map<string, Tally>();

  function ofSet(set: SelectionSetNode | undefined): Tally {
    return set?.selections.reduce((sum, selection) => plus(sum, of(selection)), nothing) ?? nothing;
  }

  function of(selection: SelectionSetNode['selections'][number]): Tally {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return plus(ofFragment(selection.name.value), { directives });
    const inner = ofSet(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return plus(inner, { directives });
    const introspects = introspection.test(selection.name.value);
    return {
      depth: 1 + (introspects ? 0 : inner.depth),
      aliases: inner.aliases + (selection.alias ? 1 : 0),
      directives: inner.directives + directives,
      fields: 1,
      introspects: introspects || inner.introspects,
    };
  }

  function ofFragment(name: string): Tally {
    const counted = known.get(name);
    if (counted) return counted;
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const tally = plus(ofSet(fragment?.selectionSet), { directives: fragment?.directives?.length ?? 0 });
    known.set(name, tally);
    return tally;
  }

  const ofVariables = variableDefinitions.reduce(
    (sum, variable) => sum + (variable.directives?.length ?? 0),
    0,
  );
  return plus(ofSet(selectionSet), { directives: directives.length + ofVariables });
}

function plus(a: Tally, b: Partial<Tally>): Tally {
  const { depth, aliases, directives, fields, introspects } = { ...nothing, ...b };
  return {
    depth: Math.max(a.depth, depth),
    aliases: a.aliases + aliases,
    directives: a.directives + directives,
    fields: a.fields + fields,
    introspects: a.introspects || introspects,
  };
}
