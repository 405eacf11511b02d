import { type DecimalMoney, type Money, parseMoney } from '../../money/index.js';

/** Money as events store it. Throws where it is none. */
export function storedMoney(stored: DecimalMoney): Money {
  const money = parseMoney(stored);
  if (typeof money === 'string') throw new Error(money);
  return money;
}
