import { existsSync } from 'node:fs';
import { projectFolder, runProcess } from '../../../testing/server-process.js';
import { expectConserved } from '../../fulfilment/conservation.js';
import { seeToAll } from '../../fulfilment/operator.js';
import type { Violation } from '../checker/history.js';
import type { Stage } from '../stage/stage.js';
import { checkDerived } from './derived.js';

/** What is to be looked at in a store at rest, beyond what clients saw. */
export async function checkStore(stage: Stage): Promise<Violation[]> {
  const { client, gateway, stock } = stage;
  const url = stage.servers[0]?.url as string;
  return [
    ...(await complaint('not conserved', () => expectConserved({ url, client, gateway, stock }))),
    ...(await checkDerived(client, url)),
    ...(await verifyHistory(stage)),
    ...stage.servers.flatMap(({ desertions }, i) =>
      desertions.map((story) => ({ anomaly: 'server ended by itself', story: `server ${i}: ${story}` })),
    ),
  ];
}

/** Sees to all orders that wait for a human, until every fulfilment is at rest. */
export const comeToRest = ({ client, gateway, servers }: Stage): Promise<Violation[]> =>
  complaint('no rest', async () => {
    await gateway.tellAgain();
    await seeToAll({ client, gateway, url: servers.at(-1)?.url as string });
  });

async function complaint(anomaly: string, work: () => Promise<unknown>): Promise<Violation[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [{ anomaly, story: (error as Error).message }];
  }
}

const verify = `${projectFolder}dist/cli/verify.js`;

/** Where the build has it, by the hash chain too. */
async function verifyHistory({ connection: { user, host, port, database } }: Stage): Promise<Violation[]> {
  if (!existsSync(verify)) return [];
  const url = `postgresql://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  const verifying = runProcess({ command: [process.execPath, verify], settings: { DATABASE_URL: url } });
  const { code } = await verifying.ended;
  return code === 0
    ? []
    : [{ anomaly: 'history is not proven', story: verifying.said.slice(-5).join(' | ') }];
}
