import { rm } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { makeDataFolder } from '../../testing/data-folder.js';
import { runCampaign } from './campaign.js';
import { startClientProcess } from './clients/client-process.js';
import { faultNames } from './nemesis/faults.js';
import { startNemesis } from './nemesis/nemesis.js';
import { setStage } from './stage/stage.js';

vi.setConfig({ testTimeout: 600_000 });

const rounds = 2;
const seed = 1789;

it('no fault makes two servers and their Postgres lose, double or mistell anything', async () => {
  const folder = await makeDataFolder('retrace-torture');
  const stage = await setStage({ folder });
  let done = false;
  const { history, violations, nemesis, resumed } = await runCampaign({
    ...{ stage, seed, clients: 2, sessions: 6, timeout: 9_000, payments: true },
    startClient: startClientProcess,
    startNemesis(random) {
      const faults = startNemesis({ stage, random, rounds, pause: 200 });
      void faults.done.then(() => {
        done = true;
      });
      return faults;
    },
    onProgress: ({ operations, written }) => done && operations >= 1_500 && written >= 300,
  });
  const codes = await stage.close();
  expect(violations, `all is kept in ${folder}`).toEqual([]);
  expect(codes).toEqual([0, 0]);
  for (const name of faultNames) expect(nemesis.counts[name], name).toBeGreaterThan(0);
  expect(resumed).toBeGreaterThan(5);
  console.info(`${history.operations.length} operations, ${nemesis.cuts} kills and cuts`);
  await rm(folder, { recursive: true });
});
