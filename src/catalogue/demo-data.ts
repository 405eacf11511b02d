import type { ProductDraft } from './product.js';

/** A coffee shop to try things with: its siphon is not for sale, and two vintage grinders are all there are. */
export const demoProducts: readonly ProductDraft[] = [
  product('espresso-machine', 'BREW-001', 'Espresso machine', 449_00, 25),
  product('moka-pot', 'BREW-002', 'Moka pot, 6 cups', 34_50, 140),
  product('french-press', 'BREW-003', 'French press, 1 litre', 29_90, 85),
  product('pour-over-kettle', 'BREW-004', 'Gooseneck pour-over kettle', 79_00, 60),
  { ...product('siphon', 'BREW-005', 'Vacuum siphon', 119_00, 8), available: false },
  product('burr-grinder', 'GRIND-001', 'Burr grinder', 189_00, 40),
  product('vintage-grinder', 'GRIND-002', 'Vintage hand grinder', 95_00, 2),
  product('house-beans', 'BEAN-001', 'House blend beans, 1 kg', 18_75, 500),
  product('decaf-beans', 'BEAN-002', 'Decaf beans, 1 kg', 21_25, 220),
  product('filter-papers', 'SUP-001', 'Filter papers, pack of 100', 4_95, 1_000),
  product('milk-jug', 'SUP-002', 'Milk jug, 350 ml', 16_00, 150),
  product('espresso-cups', 'SUP-003', 'Espresso cups, set of 4', 24_00, 90),
];

function product(id: string, sku: string, name: string, cents: number, stockLevel: number): ProductDraft {
  return { id, sku, name, price: { minor: cents, currency: 'USD' }, stockLevel, available: true };
}
