import { type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type OrderApi, orderApi } from '../../testing/order-api.js';
import { type PaidOrders, startPaidOrders } from '../../testing/paid-orders.js';
import { exampleOperations } from './example-operations.js';

let server: PaidOrders;
let api: OrderApi;
beforeAll(async () => {
  server = await startPaidOrders();
  api = orderApi(server.url);
});
afterAll(() => server?.stop());

const tour = parse(exampleOperations).definitions.filter(
  (it): it is OperationDefinitionNode => it.kind === 'OperationDefinition',
);

it('the tour of GraphiQL works as it stands on the demo data, one operation after the other', async () => {
  let id: string | undefined;
  for (const { operation, name } of tour) {
    if (operation === 'subscription') continue;
    const body = { query: exampleOperations, operationName: name?.value, variables: { id } };
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { data, errors = [] }: Answer = await response.json();
    id ??= data.createOrder.order.id;
    const refused = errors.map((error: Answer) => error.extensions.code);
    expect(refused, name?.value).toEqual(name?.value === 'RollbackToSkipped' ? ['VALIDATION_ERROR'] : []);
  }
  expect(await api.order(id as string, 'status payment { status } rollbacks { toVersion }')).toEqual({
    status: 'PENDING',
    payment: null, // nobody was there to take it
    rollbacks: [{ toVersion: 1 }, { toVersion: 1 }],
  });
});
