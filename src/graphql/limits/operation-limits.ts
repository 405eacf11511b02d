/** The most that one operation may have, fragments expanded, whichever transport brings it. */
export interface OperationLimits {
  /** Of the whole document. */
  readonly tokens: number;
  /** Fields inside fields; those of introspection are apart. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
  readonly mutations: number;
  /** See `costOf`. */
  readonly cost: number;
  /** Of all lists in an answer together. */
  readonly listItems: number;
  /** How many errors are told of a document that is not valid. */
  readonly validationErrors: number;
}

export const defaultLimits: OperationLimits = {
  tokens: 2_000,
  depth: 10,
  aliases: 15,
  directives: 5,
  rootFields: 20,
  mutations: 5,
  cost: 5_000,
  listItems: 5_000,
  validationErrors: 5,
};
