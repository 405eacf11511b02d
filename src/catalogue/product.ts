import type { Money } from '../money/index.js';

/** What a product is made of when it is created or imported. */
export interface ProductDraft {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly stockLevel: number;
  readonly available: boolean;
}

export interface Product extends ProductDraft {
  /** The part of the stock that is promised to orders. */
  readonly reserved: number;
}

/** What an update may change; what is undefined stays. */
export interface ProductChanges {
  readonly name?: string | undefined;
  readonly price?: Money | undefined;
  readonly available?: boolean | undefined;
}
