import type { FormattedError } from '../graphql/errors.js';
import { ask, connectAcknowledged } from './graphql-client.js';
import type { Token } from './tokens.js';

// biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
export type Answer = any;

export interface OrderApi {
  /** The data of one operation. Throws where it has errors. */
  run(query: string, variables?: object): Promise<Answer>;
  /** The only error of one operation. Throws where there is none or more. */
  refusal(query: string, variables?: object): Promise<FormattedError>;
  /** A mutation's payload. */
  change(mutation: string, input: object, fields?: string): Promise<Answer>;
  /** Why a mutation is refused. */
  refused(mutation: string, input: object): Promise<FormattedError>;
  /** A new order, of two moka pots unless said otherwise; answers its id. */
  createOrder(input?: object): Promise<string>;
  order(id: string, fields?: string): Promise<Answer>;
  orderAt(id: string, point: { version?: number; timestamp?: string }, fields?: string): Promise<Answer>;
}

export const money = 'amount currency';
export const itemFields = `productId name quantity unitPrice { ${money} } lineTotal { ${money} }`;
export const rollbackFields = 'version fromVersion toVersion skippedVersions reason actor timestamp';
/** What an order holds itself, less its events and what may be done with it. */
export const orderFields = `id reference version customerId status itemCount createdAt updatedAt skippedBy
  skippedVersions items { ${itemFields} } totalAmount { ${money} } rollbacks { ${rollbackFields} }`;
/** What all events have in common. */
export const eventFields =
  '__typename id orderId version type timestamp actor correlationId causationId skippedBy data';
const payloadFields = `order { ${orderFields} } events { version type } cursor`;

export const item = (productId: string, quantity = 1, amount?: string, currency = 'USD') =>
  amount === undefined ? { productId, quantity } : { productId, quantity, unitPrice: { amount, currency } };

/** The orders of a server, as a client that knows the whole contract uses them; with a token where it has one. */
export function orderApi(url: string, token?: Token): OrderApi {
  const document = (mutation: string, fields: string) =>
    `mutation ($input: ${mutation.replace(/^./, (first) => first.toUpperCase())}Input!) {
      ${mutation}(input: $input) { ${fields} }
    }`;
  const api: OrderApi = {
    async run(query, variables) {
      const { data, errors } = await ask(url, query, variables, token);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async refusal(query, variables) {
      const { errors = [], data } = await ask(url, query, variables, token);
      const [error] = errors;
      if (!error || errors.length > 1)
        throw new Error(`not refused once: ${JSON.stringify({ errors, data })}`);
      return error;
    },
    change: async (mutation, input, fields = payloadFields) =>
      (await api.run(document(mutation, fields), { input }))[mutation],
    refused: (mutation, input) => api.refusal(document(mutation, '__typename'), { input }),
    createOrder: async (input) =>
      (
        await api.change(
          'createOrder',
          { customerId: 'ada', items: [item('moka-pot', 2)], ...input },
          'order { id }',
        )
      ).order.id,
    order: async (id, fields = orderFields) =>
      (await api.run(`query ($id: ID!) { order(id: $id) { ${fields} } }`, { id })).order,
    orderAt: async (id, point, fields = orderFields) =>
      (
        await api.run(
          `query ($id: ID!, $version: Int, $timestamp: DateTime) {
            orderAt(id: $id, version: $version, timestamp: $timestamp) { ${fields} }
          }`,
          { id, ...point },
        )
      ).orderAt,
  };
  return api;
}

export interface Watch {
  /** The data of the next message. Throws where it has errors, or where the subscription has ended. */
  next(): Promise<Answer>;
  /** Ends the subscription and the socket. */
  stop(): void;
}

/** Subscribes over a WebSocket of its own. */
export async function watch(url: string, query: string, variables?: object, token?: Token): Promise<Watch> {
  const connection = await connectAcknowledged(url, token);
  connection.send({ id: '1', type: 'subscribe', payload: { query, variables } });
  return {
    async next() {
      const { type, payload } = await connection.next();
      if (type !== 'next' || payload.errors) throw new Error(JSON.stringify({ type, payload }));
      return payload.data;
    },
    stop: () => connection.socket.close(),
  };
}
