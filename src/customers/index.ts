export type { Customer } from './customer.js';
export { countCustomers, eraseCustomer, findCustomer, findCustomers } from './customers.js';
export { demoCustomers } from './demo-data.js';
export { customerResolvers } from './graphql/customer-resolver.js';
export { customerRecord } from './inputs.js';
export { countClosedCustomers, sealCustomers } from './seal-customers.js';
export type { CustomerTables } from './tables.js';
export { exportCustomers, importCustomers } from './transfer.js';
