export * from '../orders/domain/money.js';
