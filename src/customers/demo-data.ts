import type { Customer } from './customer.js';

/** People to place orders for; Charles may not. */
export const demoCustomers: readonly Customer[] = [
  customer('ada', 'Ada Lovelace'),
  customer('alan', 'Alan Turing'),
  { ...customer('charles', 'Charles Babbage'), active: false },
  customer('emmy', 'Emmy Noether'),
  customer('grace', 'Grace Hopper'),
  customer('hedy', 'Hedy Lamarr'),
];

function customer(id: string, name: string): Customer {
  return { id, name, email: `${id}@example.com`, active: true };
}
