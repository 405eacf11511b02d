const orderFragment = `
  fragment Shown on Order {
    id reference version customerId status
    items { productId quantity unitPrice { amount currency } lineTotal { amount currency } }
    itemCount totalAmount { amount currency } createdAt updatedAt skippedBy skippedVersions
    rollbacks { ...ShownRollback }
  }
  fragment ShownRollback on Rollback { version fromVersion toVersion skippedVersions timestamp }`;
const eventFragment = 'fragment ShownEvent on OrderEvent { type version timestamp skippedBy }';

export const inputTypeOf = (mutation: string): string =>
  `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input`;

/** Any mutation of an order, answering all there is. */
export const mutationText = (mutation: string): string => `
  mutation($input: ${inputTypeOf(mutation)}!) {
    ${mutation}(input: $input) {
      order { ...Shown } events { id ...ShownEvent } cursor
      ${
        mutation === 'rollbackOrder'
          ? 'before { ...Shown } after { ...Shown } rollback { ...ShownRollback } undoneEvents { ...ShownEvent }'
          : ''
      }
    }
  }
  ${orderFragment} ${eventFragment}`;

export const orderText = `query($id: ID!) { order(id: $id) { ...Shown } } ${orderFragment}`;

export const orderAtText = `
  query($id: ID!, $version: Int, $timestamp: DateTime) {
    orderAt(id: $id, version: $version, timestamp: $timestamp) { ...Shown }
  }
  ${orderFragment}`;

export const historyText = `
  query($id: ID!) { order(id: $id) { events(first: 100) { totalCount nodes { ...ShownEvent } } } }
  ${eventFragment}`;

export const previewText = `
  query($id: ID!, $toVersion: Int, $toTimestamp: DateTime) {
    rollbackPreview(id: $id, toVersion: $toVersion, toTimestamp: $toTimestamp) {
      allowed reason before { ...Shown } after { ...Shown } toVersion skippedVersions undoneEvents { ...ShownEvent }
    }
  }
  ${orderFragment} ${eventFragment}`;

export const listText = `
  query($filter: OrderFilter, $sort: OrderSort, $minCursor: Cursor) {
    orders(filter: $filter, sort: $sort, first: 100, consistency: STRONG, minCursor: $minCursor) {
      totalCount nodes { ...Shown }
    }
  }
  ${orderFragment}`;
