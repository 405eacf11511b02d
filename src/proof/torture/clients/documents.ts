const shown = `fragment Shown on Order {
  id version customerId status items { productId quantity unitPrice { amount } } totalAmount { amount }
  skippedBy skippedVersions
}`;

const rollback = `
  before { ...Shown } after { ...Shown } rollback { fromVersion toVersion skippedVersions }
  undoneEvents { version }`;

/** Any mutation of an order. */
export const mutationText = (name: string): string => `
  mutation($input: ${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) {
      order { ...Shown } events { id version } cursor ${name === 'rollbackOrder' ? rollback : ''}
    }
  } ${shown}`;

/** Reads of so many orders at once. */
export const readsText = (count: number): string => {
  const fields = Array.from({ length: count }, (_, i) => i);
  return `query(${fields.map((i) => `$id${i}: ID!`).join(' ')}) {
    ${fields.map((i) => `r${i}: order(id: $id${i}) { ...Shown }`).join(' ')}
  } ${shown}`;
};

export const lookBackText = `
  query($id0: ID! $id1: ID! $version: Int!) {
    r0: order(id: $id0) { ...Shown } r1: orderAt(id: $id1, version: $version) { ...Shown }
  } ${shown}`;

export const previewText = `
  query($id: ID!, $toVersion: Int!) {
    rollbackPreview(id: $id, toVersion: $toVersion) {
      allowed before { ...Shown } after { ...Shown } toVersion skippedVersions undoneEvents { version }
    }
  } ${shown}`;

export const listText = `
  query($filter: OrderFilter, $minCursor: Cursor, $consistency: Consistency) {
    orders(filter: $filter, sort: UPDATED_AT_DESC, first: 20, minCursor: $minCursor, consistency: $consistency) {
      nodes { ...Shown }
    }
  } ${shown}`;

export const feedText = `
  query($after: Cursor, $first: Int, $filter: EventFilter) {
    eventFeed(after: $after, first: $first, filter: $filter) {
      items { cursor event { orderId version } } endCursor hasMore
    }
  }`;

const follow = (more: string): string => `
  subscription($filter: EventFilter, $after: Cursor) {
    orderEvents(filter: $filter, after: $after) { cursor event { orderId version } ${more} }
  }`;

export const followText = `${follow('order { ...Shown }')} ${shown}`;
export const followEventsText = follow('');
