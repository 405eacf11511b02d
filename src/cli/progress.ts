import cliProgress from 'cli-progress';

export interface Progress {
  advance(by: number): void;
  stop(): void;
}

/** Tells on standard error how far work has come: a bar on a terminal, else a line now and then. */
export const startProgress = (label: string, total: number, unit: string): Progress =>
  process.stderr.isTTY ? bar(label, total, unit) : lines(label, total, unit);

function bar(label: string, total: number, unit: string): Progress {
  const display = new cliProgress.SingleBar(
    {
      format: (options, { progress, value, startTime }) =>
        `${label} ${cliProgress.Format.BarFormat(progress, options)} ${state(value, total, unit, startTime)}`,
      barsize: 20,
      // Nothing of the terminal is changed that a signal would leave changed.
      linewrap: true,
    },
    cliProgress.Presets.shades_classic,
  );
  display.start(total, 0);
  return { advance: (by) => display.increment(by), stop: () => display.stop() };
}

const pause = 2_000;

function lines(label: string, total: number, unit: string): Progress {
  const began = Date.now();
  let told = began;
  let done = 0;
  return {
    advance(by) {
      done += by;
      if (Date.now() < told + pause) return;
      told = Date.now();
      process.stderr.write(`${label} ${state(done, total, unit, began)}\n`);
    },
    stop() {},
  };
}

/** Such as "30 %, 1,000 of 3,278 events, 1,900/s, 2 s left". */
function state(done: number, total: number, unit: string, began: number): string {
  const rate = (1_000 * done) / Math.max(1, Date.now() - began);
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const left = rate > 0 ? `, ${Math.ceil((total - done) / rate)} s left` : '';
  return `${percent} %, ${count(done)} of ${count(total)} ${unit}, ${count(rate)}/s${left}`;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');
