import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask } from '../../testing/graphql-client.js';
import { type ServerProcess, startServerProcess } from '../../testing/server-process.js';
import { databaseUrl } from '../../testing/test-app.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { jwtSecret, tokenOf } from '../../testing/tokens.js';
import { type Attack, attacks } from './attacks.js';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
let server: ServerProcess;
let tokens: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServerProcess({
    settings: {
      ...{ DATABASE_URL: databaseUrl(database.connection), AUTH_JWT_SECRET: jwtSecret, TRUST_PROXY: '1' },
      ...{ HEADERS_TIMEOUT_MS: '1000', BODY_TIMEOUT_MS: '1500', ANSWER_TIMEOUT_MS: '1500' },
      ...{ GRAPHIQL: 'true', MAX_COST: '500', RATE_PER_ADDRESS: '100' },
    },
  });
  tokens = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => (await tokenOf(name, 'operator')).authorization),
  );
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await database?.drop();
});

async function metric(name: string): Promise<number> {
  const page = await (await fetch(new URL('/metrics', server.url))).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(page)?.[1]);
}

/** Asks on, as somebody who has nothing to do with it, until it is told to stop; what was not answered. */
function honestCaller() {
  const failures: unknown[] = [];
  let answered = 0;
  let stopped = false;
  const running = (async () => {
    const { authorization } = await tokenOf('honest', 'customer');
    const headers = { authorization, 'x-forwarded-for': '198.51.100.1' };
    while (!stopped) {
      const { data, errors } = await ask(server.url, '{ products(first: 3) { nodes { id } } }', {}, headers);
      if (data && !errors) answered += 1;
      else failures.push(errors);
      await delay(100);
    }
  })();
  return async () => {
    stopped = true;
    await running;
    return { failures, answered };
  };
}

/** Runs an attack until the condition holds, beside somebody honest, whose requests are all answered. */
async function underAttack(name: keyof typeof attacks, size: number, until: (attack: Attack) => void) {
  const stopHonest = honestCaller();
  const attack = await attacks[name]({ port: server.port, tokens }, size);
  try {
    await vi.waitFor(() => until(attack), { timeout: 20_000, interval: 50 });
  } finally {
    attack.stop();
    const { failures, answered } = await stopHonest();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(0);
  }
  return attack;
}

describe('under', () => {
  it.each(['slow headers', 'slow bodies', 'slow readers', 'silent connections', 'silent sockets'] as const)(
    '%s the server cuts them, and answers others',
    async (name) => {
      const before = await metric('process_resident_memory_bytes');
      await underAttack(name, 100, ({ begun, refused }) => expect(refused).toBe(begun));
      expect((await metric('process_resident_memory_bytes')) - before).toBeLessThan(200_000_000);
      expect(await metric('retrace_websocket_connections')).toBe(0);
    },
  );

  it('idle sockets a caller gets so many, and others their answers', async () => {
    await underAttack('idle sockets', 100, ({ begun, refused }) => expect(begun - refused).toBe(3 * 20));
  });

  it('a flood of messages others get their answers', async () => {
    const began = Date.now();
    await underAttack('a flood of messages', 20, () => expect(Date.now() - began).toBeGreaterThan(2_000));
  });

  it.each([
    ['a flood of bad tokens', '401'],
    ['a flood of bad JSON', '400'],
    ['a flood of documents over the limits', '400'],
  ] as const)(
    '%s an address is refused without a look after a while, and others get answers',
    async (name, status) => {
      const { answers } = await underAttack(name, 32, (attack) =>
        expect(attack.answers.get('429') ?? 0).toBeGreaterThan(20),
      );
      expect([...answers.keys()].sort()).toEqual([status, '429']);
    },
  );
});

/** Requests in one piece, for an address. */
function questions(address: string, authorization: string, times: number): string {
  const body = '{"query":"{ __typename }"}';
  const lines = ['POST /graphql HTTP/1.1', 'host: x', `x-forwarded-for: ${address}`];
  const headers = [
    `authorization: ${authorization}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  return [...lines, ...headers, '', body].join('\r\n').repeat(times);
}

it('whoever was refused and asks much waits for itself, and others do not', async () => {
  const [authorization = ''] = tokens;
  const [many, one] = ['203.0.113.9', '198.51.100.9'];
  const answered: string[] = [];
  const open = async (address: string) => {
    const socket = connect(server.port, '127.0.0.1').setEncoding('utf8');
    socket.on('data', (text: string) => {
      for (const _ of text.matchAll(/"__typename"/g)) answered.push(address);
    });
    await once(socket, 'connect');
    return socket;
  };
  const crowd = await Promise.all(Array.from({ length: 12 }, () => open(many)));
  const other = await open(one);
  await ask(server.url, '{', {}, { authorization, 'x-forwarded-for': many });
  for (const socket of crowd) socket.write(questions(many, authorization, 8));
  other.write(questions(one, authorization, 1));
  await vi.waitFor(() => expect(answered).toHaveLength(97));
  for (const socket of [...crowd, other]) socket.destroy();
  expect(answered.indexOf(one)).toBeLessThan(40);
});
