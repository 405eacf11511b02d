import { rm } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { rounds } from '../../../testing/campaign.js';
import { makeDataFolder } from '../../../testing/data-folder.js';
import { createTestDatabase } from '../../../testing/test-database.js';
import { runCampaign } from '../campaign.js';
import { startLoad } from '../clients/load.js';
import { startNemesis } from '../nemesis/nemesis.js';
import { setStage } from '../stage/stage.js';
import { plantedBugs } from './planted-bugs.js';

vi.setConfig({ testTimeout: 300_000, maxConcurrency: 3 });

const preload = new URL('../../../testing/planted-bug.mjs', import.meta.url).href;

/** The others take their time: `npx vitest run --mode campaign src/proof/torture/planted`. */
const inEveryRun = new Set([
  'idempotency keys are not looked at',
  'subscribers are not told an event, now and then',
  'past versions are read as they are now',
]);
const planted = Object.entries(plantedBugs).filter(([bug]) => rounds(0, 1) || inEveryRun.has(bug));

it.concurrent.each(planted)('it is found that %s', async (_, { patch, anomaly, faults }) => {
  const found = await violationsOf(patch, faults);
  expect([...new Set(found.map((violation) => violation.anomaly))]).toContain(anomaly);
});

it('servers without a planted bug pass', async () => {
  expect(await violationsOf()).toEqual([]);
});

async function violationsOf(patch?: object, faults: (typeof plantedBugs)[string]['faults'] = []) {
  const folder = await makeDataFolder('retrace-planted');
  const database = await createTestDatabase();
  const stage = await setStage({
    folder,
    servers: 1,
    database: database.connection,
    preloads: patch ? [preload] : [],
    settings: { PLANTED_BUG: JSON.stringify(patch) },
  });
  try {
    const { violations } = await runCampaign({
      ...{ stage, seed: 42, clients: 2, sessions: 5, timeout: 9_000, payments: false },
      startClient: startLoad,
      startNemesis: (random) => startNemesis({ stage, random, rounds: 3, faults, pause: 300 }),
      onProgress: ({ operations, written, nemesis }) =>
        operations >= 1_500 && written >= 200 && nemesis.cuts >= 3 * faults.length,
    });
    return violations;
  } finally {
    await stage.close();
    await database.drop();
    await rm(folder, { recursive: true });
  }
}
