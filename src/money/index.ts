export * from './money.js';
export { moneyInput } from './money-input.js';
