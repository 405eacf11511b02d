import { runCommand, withStorage } from './command-line.js';
import { readArguments } from './generate/arguments.js';
import { generateStore } from './generate/generate-store.js';

await runCommand(async (args) => {
  const { orders, seed } = readArguments(args);
  const { events, there } = await withStorage((storage) => generateStore(orders, seed, storage));
  const [all, written, before, ofOrders] = [events, events - there, there, orders].map((it) =>
    it.toLocaleString('en-US'),
  );
  process.stdout.write(
    there === 0
      ? `Generated ${ofOrders} orders of ${all} events\n`
      : `Generated ${written} of ${all} events of ${ofOrders} orders; ${before} were there already\n`,
  );
  return true;
});
