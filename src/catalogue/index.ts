export { demoProducts } from './demo-data.js';
export { catalogueResolvers } from './graphql/product-resolver.js';
export { productRecord } from './inputs.js';
export type { Product, ProductDraft } from './product.js';
export { countProducts, findProducts } from './products.js';
export type { CatalogueTables } from './tables.js';
export { exportProducts, importProducts, type ProductRecord } from './transfer.js';
