import type { TortureArguments } from './arguments.js';
import { type Progress, type Report, runCampaign } from './campaign.js';
import { startClientProcess } from './clients/client-process.js';
import type { Finding } from './finding.js';
import { startNemesis } from './nemesis/nemesis.js';
import { setStage } from './stage/stage.js';

/** Everything at once, for so many minutes: mixed commands, and all faults. */
export async function runAll(folder: string, { minutes, seed }: TortureArguments): Promise<Finding> {
  const stage = await setStage({ folder });
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1_000);
  let due = 10;

  function onProgress({ operations, told, nemesis: { counts, cuts } }: Progress): boolean {
    if (seconds() < due) return false;
    due += 10;
    const faults = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const rate = Math.round(operations / seconds());
    console.info(
      `${seconds()} s: ${operations} operations (${rate}/s), ${told} events told, ${cuts} kills and cuts, ${faults} faults`,
    );
    return seconds() >= minutes * 60;
  }

  const report = await runCampaign({
    ...{ stage, seed, clients: 2, sessions: 24, timeout: 9_000, payments: true, onProgress },
    onPhase: (phase) => console.info(`${seconds()} s: ${phase}`),
    startClient: startClientProcess,
    startNemesis: (random) => startNemesis({ stage, random, pause: 700 }),
  });
  tell(report);
  const codes = await stage.close();
  if (codes.every((code) => code === 0)) return report;
  const unclean = { anomaly: 'unclean end', story: `the servers ended with ${codes}` };
  return { ...report, violations: [...report.violations, unclean] };
}

function tell({ history, nemesis, resumed, checking }: Report): void {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of history.operations) {
    const kind = outcome.is === 'refused' ? outcome.code : outcome.is;
    outcomes[kind] = (outcomes[kind] ?? 0) + 1;
  }
  const told = history.followings.reduce((sum, { messages }) => sum + messages.length, 0);
  console.info(`${history.operations.length} operations, by outcome:`, outcomes);
  console.info(`${history.log.length} events; ${told} told to subscribers, who went on ${resumed} times`);
  console.info(`${nemesis.cuts} kills and cuts; all faults:`, nemesis.counts);
  console.info(`Checked in ${Math.round(checking)} ms`);
}
