import { ask } from '../../../testing/graphql-client.js';

export const customers = ['ada', 'alan', 'grace'] as const;
/** Of the last there are few. */
export const products = ['amber', 'basalt', 'copper', 'dolomite', 'emerald'] as const;

/** Gives the shop customers and products, of a price each. */
export async function stockTheShop(url: string): Promise<void> {
  for (const id of customers) {
    await insist(url, 'mutation($input: CreateCustomerInput!) { createCustomer(input: $input) { id } }', {
      ...{ id, name: id, email: `${id}@example.com` },
    });
  }
  for (const [i, id] of products.entries()) {
    await insist(url, 'mutation($input: CreateProductInput!) { createProduct(input: $input) { id } }', {
      ...{ id, sku: id, name: id, price: { amount: `${i + 1}.25`, currency: 'USD' } },
      stockLevel: i + 1 < products.length ? 1_000_000 : 40,
    });
  }
}

async function insist(url: string, query: string, input: object): Promise<void> {
  const { errors } = await ask(url, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
}
