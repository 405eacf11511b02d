// node --import ./wrong-clock.mjs …: the clock of this process is wrong by as many milliseconds as the file says that
// WRONG_CLOCK names, from a moment after it says so.
import { readFileSync } from 'node:fs';

const file = process.env.WRONG_CLOCK;
const rightNow = Date.now.bind(Date);
let shift = 0;

function look() {
  try {
    shift = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    shift = 0;
  }
}

look();
setInterval(look, 50).unref();
Date.now = () => rightNow() + shift;
globalThis.Date = new Proxy(Date, {
  construct: (target, args) => new target(...(args.length === 0 ? [Date.now()] : args)),
});
