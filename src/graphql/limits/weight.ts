/** Of a selection: what it costs once, and what it costs again for each item of the page that it is a part of. */
export interface Weight {
  readonly fixed: number;
  readonly perItem: number;
}

export const weightless: Weight = { fixed: 0, perItem: 0 };

export const total = ({ fixed, perItem }: Weight): number => fixed + perItem;

export const sum = (weights: readonly Weight[]): Weight =>
  weights.reduce((a, b) => ({ fixed: a.fixed + b.fixed, perItem: a.perItem + b.perItem }), weightless);

export const dearest = (weights: readonly Weight[]): Weight =>
  weights.reduce(
    (a, b) => ({ fixed: Math.max(a.fixed, b.fixed), perItem: Math.max(a.perItem, b.perItem) }),
    weightless,
  );

/** Of a field that costs so much itself. Of a page, its lists hold the items: `edges`, `nodes`. */
export function weightOf(own: number, list: boolean, pageSize: number | undefined, inner: Weight): Weight {
  if (pageSize !== undefined) {
    const { fixed, perItem } = list ? { fixed: 0, perItem: total(inner) } : inner;
    return { fixed: own + fixed + pageSize * perItem, perItem: 0 };
  }
  return list ? { fixed: own, perItem: total(inner) } : { fixed: own + total(inner), perItem: 0 };
}
