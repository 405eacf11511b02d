import type { TortureArguments } from '../arguments.js';
import type { Finding } from '../finding.js';
import { setStage } from '../stage/stage.js';
import { runFeedCampaign } from './feed-campaign.js';

/** So many events under 64 hostile transactions, followed by all who can. */
export async function runFeed(folder: string, { events, seed }: TortureArguments): Promise<Finding> {
  const stage = await setStage({ folder, postgres: { max_connections: '160' } });
  const began = performance.now();
  let due = 10;
  const report = await runFeedCampaign({
    ...{ stage, seed, events, hostile: 64 },
    onProgress(written, hostile, told) {
      const seconds = Math.round((performance.now() - began) / 1_000);
      if (seconds < due) return;
      due += 10;
      const held = Object.values(hostile.counts).reduce((sum, count) => sum + count, 0);
      console.info(`${seconds} s: ${written} events, told ${told.join(', ')}; ${held} hostile transactions`);
    },
  });
  await stage.close();
  const { history, hostile } = report;
  const paged = history.operations.filter(({ name }) => name === 'eventFeed').length;
  const told = history.followings.map(({ messages }) => messages.length);
  console.info(`${history.log.length} events; ${told.join(', ')} told to subscribers; ${paged} pages read`);
  console.info('Hostile transactions:', hostile.counts);
  return report;
}
