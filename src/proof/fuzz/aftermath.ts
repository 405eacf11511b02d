import pg from 'pg';
import type { PostgresConnection } from '../../database/embedded/index.js';
import { projectFolder, runProcess } from '../../testing/server-process.js';
import type { Ground } from './ground.js';

const gaps = `select stream_id from event_store.events group by stream_id
  having min(version) <> 1 or max(version) <> count(*)`;

/** What is wrong afterwards, with the servers or with what they have written; nothing, if all is well. */
export async function aftermath(ground: Ground, connection: PostgresConnection): Promise<string[]> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query(gaps);
  await client.end();
  return [
    ...ground.strict.troubles(),
    ...ground.wide.troubles(),
    ...rows.map(({ stream_id: id }) => `The versions of order ${id} have a gap`),
    ...(await readModel(ground.settings)),
  ];
}

/** Folds all orders again, and compares. */
async function readModel(settings: Ground['settings']): Promise<string[]> {
  const command = [process.execPath, `${projectFolder}dist/cli/projections.js`, 'verify', 'orders'];
  const verifying = runProcess({ command, settings });
  const { code } = await verifying.ended;
  return code === 0 ? [] : [`The list of orders is not what the log says:\n${verifying.said.join('\n')}`];
}
