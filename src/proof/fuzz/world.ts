/** What there is to ask for: of each kind the oldest that are known, and the newest. */
export interface World {
  learn(kind: string, value: unknown): void;
  /** Puts what there is in the place of marks. */
  resolve(text: string): string;
}

const kept = 40;

/** Made by cases: what happens to them is no loss to the others. */
const spare: Readonly<Record<string, string>> = { 'customer-': 'spareCustomer', 'product-': 'spareProduct' };

/**
 * Stands for something of this kind that is there when the case is sent: cases are made before anything is there, and
 * a case that fails must be the same when it comes again.
 */
export const mark = (kind: string, index: number): string => `@@${kind}:${index}@@`;

export function createWorld(): World {
  const known = new Map<string, string[]>();

  function learn(kind: string, value: unknown): void {
    if (typeof value !== 'string' || !/^[\w.:+-]+$/.test(value)) return; // it goes into JSON as it is
    const spareKind = spare[value.replace(/\d+$/, '')];
    if (spareKind !== undefined && spareKind !== kind) learn(spareKind, value);
    const values = known.get(kind) ?? [];
    known.set(kind, values);
    if (values.length >= 2 * kept) values.splice(kept, 1);
    values.push(value);
  }

  return {
    learn,
    resolve: (text) =>
      text.replace(/@@(\w+):(\d+)@@/g, (_mark, kind, index) => {
        const values = known.get(kind) ?? [];
        return values[Number(index) % Math.max(1, values.length)] ?? `no-${kind}`;
      }),
  };
}
