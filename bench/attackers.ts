import { type Attack, attacks, type Target } from '../src/proof/overload/attacks.js';

// Attacks from a process of their own, so that those who are measured do not share its thread.

export interface Orders extends Target {
  readonly name: keyof typeof attacks;
  readonly size: number;
}

let attack: Attack | undefined;

process.on('message', async (orders: Orders | 'report') => {
  if (orders !== 'report') {
    attack = await attacks[orders.name](orders, orders.size);
    process.send?.('under way');
    return;
  }
  process.send?.({ begun: attack?.begun, refused: attack?.refused, answers: [...(attack?.answers ?? [])] });
});
