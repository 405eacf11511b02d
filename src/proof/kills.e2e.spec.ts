import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded/index.js';
import { rounds } from '../testing/campaign.js';
import { makeDataFolder, removeDataFolder } from '../testing/data-folder.js';
import { answers, type Postmaster, postmasterOf } from '../testing/postmaster.js';
import { type ServerProcess, startServerProcess } from '../testing/server-process.js';
import { audit } from './audit.js';
import { startTraffic, type Traffic } from './traffic.js';

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000 });

const patience = { timeout: 60_000, interval: 10 };

let dataDir: string;
let postgres: EmbeddedPostgres | undefined;
let server: ServerProcess;
let traffic: Traffic;

beforeEach(async () => {
  dataDir = await makeDataFolder();
  postgres = undefined;
});

afterEach(async () => {
  await server?.end('SIGKILL');
  await postgres?.stop();
  await removeDataFolder(dataDir);
});

it('the server may be killed at any moment, and its Postgres stops with it', async () => {
  await begin();
  await killServer(rounds(3, 200));
  await everythingIsThere();
});

it('the server may be killed at any moment, and Postgres goes on with what it was told', async () => {
  const log = { info: () => {}, warn: console.warn, error: console.error };
  postgres = await startEmbeddedPostgres({ dataDir, log });
  await begin();
  await killServer(rounds(3, 200));
  await everythingIsThere();
});

it('Postgres may be killed under a server, which goes on when it is back', async () => {
  await begin();
  const pauses: number[] = [];
  for (let kill = 0; kill < rounds(4, 200); kill += 1) {
    await someMoment();
    const { pid, connection } = await postmaster();
    process.kill(pid, kill % 2 === 0 ? 'SIGQUIT' : 'SIGKILL');
    await vi.waitFor(async () => expect((await postmaster()).pid).not.toBe(pid), patience);
    await vi.waitFor(async () => expect(await answers(connection)).toBe(true), patience);
    const back = performance.now();
    await traffic.progress(8);
    pauses.push(Math.round(performance.now() - back));
  }
  console.info(`From Postgres back to the next writes acknowledged, in milliseconds: ${pauses.join(', ')}`);
  await everythingIsThere();
});

it('both may be killed at once', async () => {
  await begin();
  await killServer(rounds(2, 100), async () => void process.kill((await postmaster()).pid, 'SIGKILL'));
  await everythingIsThere();
});

async function killServer(times: number, first = async () => {}): Promise<void> {
  for (let kill = 0; kill < times; kill += 1) {
    await someMoment();
    await first();
    await server.end('SIGKILL');
    await startServer();
  }
}

async function startServer(): Promise<void> {
  server = await startServerProcess({ settings: { DATA_DIR: dataDir } });
}

async function begin(): Promise<void> {
  await startServer();
  traffic = startTraffic(() => server.url);
}

/** With commands under way, and some done since the last time. */
async function someMoment(): Promise<void> {
  await traffic.progress(1 + Math.floor(Math.random() * 40));
  await delay(Math.random() * 20);
}

async function postmaster(): Promise<Postmaster> {
  const found = await postmasterOf(dataDir);
  if (!found) throw new Error('there is no Postgres');
  return found;
}

async function everythingIsThere(): Promise<void> {
  await traffic.progress(50);
  await traffic.stop();
  const { acknowledged, repeated } = traffic;
  console.info(`${acknowledged.length} commands acknowledged, sent ${repeated} times more`);
  await audit(server.url, (await postmaster()).connection, traffic);
}
