// A client process: `fork`ed with its options as JSON; reports its counts each second.
import { type LoadOptions, startLoad } from './load.js';

const load = startLoad(JSON.parse(process.argv[2] as string) as LoadOptions);
const report = () => process.send?.({ counts: load.counts });
const reporting = setInterval(report, 500);

// biome-ignore lint/suspicious/noExplicitAny: what the parent sends
process.on('message', async ({ quiet, finish }: any) => {
  if (quiet) await load.quiet();
  if (finish) await load.finish(finish);
  report();
  process.send?.({ done: true });
  if (finish) {
    clearInterval(reporting);
    process.disconnect();
  }
});
process.on('disconnect', () => process.exit(0));
