/** What GraphiQL's first tab holds: a tour that works as it stands on the demo data. */
export const exampleOperations = `# Welcome to Retrace. Run these one after the other: put the cursor into an
# operation and press Ctrl-Enter. Copy the order's id from the first answer into
# the variables below: { "id": "…" }

mutation Create {
  createOrder(input: { customerId: "ada", items: [{ productId: "espresso-machine", quantity: 1 }] }) {
    order { id version status totalAmount { amount currency } }
  }
}

mutation AddItem($id: ID!) {
  addOrderItem(input: { orderId: $id, item: { productId: "house-beans", quantity: 2 } }) {
    order { version totalAmount { amount currency } }
  }
}

mutation Confirm($id: ID!) {
  updateOrderStatus(input: { orderId: $id, status: CONFIRMED }) {
    order { version status }
  }
}

# Any version, or any instant, exactly as it was.
query TimeTravel($id: ID!) {
  now: order(id: $id) { ...Shown }
  atFirst: orderAt(id: $id, version: 1) { ...Shown }
}

query Preview($id: ID!) {
  rollbackPreview(id: $id, toVersion: 1) { allowed reason skippedVersions after { ...Shown } }
}

mutation Rollback($id: ID!) {
  rollbackOrder(input: { orderId: $id, toVersion: 1, reason: "The customer changed their mind" }) {
    rollback { version skippedVersions }
    order { ...Shown }
  }
}

# Version 2 was skipped, so it can never be a target again: this is refused.
mutation RollbackToSkipped($id: ID!) {
  rollbackOrder(input: { orderId: $id, toVersion: 2 }) { order { version } }
}

query History($id: ID!) {
  order(id: $id) { events { nodes { version type actor timestamp skippedBy data } } }
}

# Leave this running, and run the mutations in a second tab.
subscription Watch {
  orderEvents { caughtUp cursor event { orderId version type data } order { status totalAmount { amount } } }
}

# Paid with a card, the order goes on by itself: its goods are reserved, its total
# is authorised, and it is CONFIRMED.
mutation Pay($id: ID!) {
  payOrder(input: { orderId: $id, paymentToken: "tok_ok" }) { order { ...Fulfilled } }
}

query Paid($id: ID!) {
  order(id: $id) { ...Fulfilled }
}

# To before the payment: what a rollback would have to give back, and then it does.
query PreviewAfterPayment($id: ID!) {
  rollbackPreview(id: $id, toVersion: 1) { consequences after { ...Fulfilled } }
}

mutation RollbackAfterPayment($id: ID!) {
  rollbackOrder(input: { orderId: $id, toVersion: 1, reason: "Ordered by mistake" }) {
    order { ...Fulfilled }
  }
}

# A card that is declined: the order is cancelled, and its last event says why.
mutation Declined {
  createOrder(
    input: { customerId: "ada", items: [{ productId: "moka-pot", quantity: 2 }], paymentToken: "tok_declined" }
  ) {
    order { id ...Fulfilled }
  }
}

# What waits for an operator: see retryFulfilment and settleFulfilment.
query Waiting {
  fulfilments(state: WAITING) { nodes { orderId nextStep attempts lastError } }
}

fragment Shown on Order {
  version
  status
  items { productId quantity lineTotal { amount } }
  totalAmount { amount currency }
}

fragment Fulfilled on Order {
  version
  status
  payment { status authorized { amount } captured { amount } }
  reservation { status items { productId quantity } }
  process { state nextStep }
}
`;
