import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPool } from '../database/pool.js';
import { ask } from '../testing/graphql-client.js';
import { startTestApp, type TestApp } from '../testing/test-app.js';
import { jwtSecret, type Token, tokenOf } from '../testing/tokens.js';

const lines: string[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });

let app: TestApp;
let superuser: pg.Client;
let application: pg.Pool;
let ada: Token;
let olga: Token;

beforeAll(async () => {
  const times = { LOCK_TIMEOUT_MS: '1100', REQUEST_TIMEOUT_MS: '5000' };
  const settings = { AUTH_JWT_SECRET: jwtSecret, RATE_PER_CALLER: '0', RATE_PER_ADDRESS: '0', ...times };
  app = await startTestApp(settings, log);
  superuser = new pg.Client(app.database.connection);
  await superuser.connect();
  application = createPool(app.database.connection, { role: 'retrace_app', max: 1 });
  ada = await tokenOf('ada', 'customer');
  olga = await tokenOf('olga', 'operator');
});
afterAll(async () => {
  await application.end();
  await superuser.end();
  await app.stop();
});
beforeEach(() => {
  lines.length = 0;
});

const refused = async (token: Token, mutation: string) =>
  (await ask(app.url, `mutation { ${mutation} { __typename } }`, {}, token)).errors?.[0]?.extensions;
const rollback = 'rollbackOrder(input: { orderId: "01a207b9-8e4b-79d7-ad3a-31782c4e297a", toVersion: 1 })';
const adjustment = 'mutation { adjustStock(productId: "moka-pot", delta: 1) { id } }';
const entries = async () => (await superuser.query('select * from audit.entries order by at, id')).rows;

describe('entries', () => {
  it('of a customer keep the address sealed with the customer’s key', async () => {
    await refused(ada, rollback);
    expect((await entries()).at(-1)).toMatchObject({
      actor: 'ada',
      roles: ['customer'],
      source: expect.stringMatching(/^sealed:v1:/),
      outcome: 'FORBIDDEN',
    });
  });

  it('that nobody can write let no refusal be answered, and take back nothing; the log has each of them once', async () => {
    await superuser.query('alter table audit.entries rename to lost');
    const refusal = await refused(olga, rollback.replace('01a207b9', '01a207ba'));
    const done = await ask(app.url, adjustment, {}, olga);
    await superuser.query('alter table audit.lost rename to entries');
    expect(refusal).toMatchObject({ code: 'EVENT_STORE_ERROR', retryable: true });
    expect(done.data).toEqual({ adjustStock: { id: 'moka-pot' } });
    expect(lines.map((line) => JSON.parse(line)).filter(({ entry }) => entry)).toMatchObject([
      {
        entry: { actor: 'olga', action: 'rollbackOrder', outcome: 'NOT_FOUND' },
        requestId: refusal?.requestId,
      },
      { entry: { actor: 'olga', action: 'adjustStock', outcome: 'DONE' } },
    ]);
  });
});

describe('where the table is locked', () => {
  const waiting = `select query_start from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into "audit"."entries"%'`;
  let locker: pg.Client;
  beforeEach(async () => {
    locker = new pg.Client(app.database.connection);
    await locker.connect();
    await locker.query('begin; lock table audit.entries in access exclusive mode');
    return () => locker.end();
  });

  /** Until an entry has been tried to be written so many times. */
  async function tried(times: number): Promise<void> {
    const begun = new Set<number>();
    const look = async () => {
      for (const { query_start } of (await superuser.query(waiting)).rows) begun.add(query_start.getTime());
      expect(begun.size).toBeGreaterThanOrEqual(times);
    };
    await vi.waitFor(look, { timeout: 20_000, interval: 20 });
  }

  it('answers wait for their entries, which are tried again and again', async () => {
    const answered: string[] = [];
    const answers = [
      refused(olga, rollback.replace('01a207b9', '01a207bb')),
      ask(app.url, adjustment, {}, olga),
    ] as const;
    for (const answer of answers) void answer.then(() => answered.push('too early'));
    await tried(3);
    expect(answered).toEqual([]);
    await locker.query('rollback');
    const [refusal, { data, headers }] = await Promise.all(answers);
    expect([refusal?.code, data]).toEqual(['NOT_FOUND', { adjustStock: { id: 'moka-pot' } }]);
    const byRequest = new Map((await entries()).map((entry) => [entry.request_id, entry.outcome]));
    expect(byRequest.get(refusal?.requestId)).toBe('NOT_FOUND');
    expect(byRequest.get(headers.get('x-request-id'))).toBe('DONE');
    expect(lines).toEqual([]);
  });

  it('who hears of a time-out hears of no refusal, and the entry follows', async () => {
    const refusal = await refused(olga, rollback.replace('01a207b9', '01a207bc'));
    expect(refusal?.code).toBe('REQUEST_TIMEOUT');
    await locker.query('rollback');
    await vi.waitFor(
      async () =>
        expect(await entries()).toContainEqual(
          expect.objectContaining({ request_id: refusal?.requestId, outcome: 'NOT_FOUND' }),
        ),
      20_000,
    );
    expect(lines).toEqual([]);
  });
});

const changes: [string, string][] = [
  ['UPDATE', "update audit.entries set actor = 'somebody else'"],
  ['an UPDATE of no row', 'update audit.entries set actor = actor where false'],
  ['DELETE', 'delete from audit.entries'],
  ['TRUNCATE', 'truncate audit.entries'],
];
const insufficientPrivilege = '42501';

describe('the record', () => {
  it.each(changes)('is guarded from the application by grants: %s', async (_, statement) => {
    await expect(application.query(statement)).rejects.toMatchObject({
      code: insufficientPrivilege,
      message: 'permission denied for table entries',
    });
  });

  it.each(changes)('is guarded from everybody by triggers: %s', async (_, statement) => {
    await expect(superuser.query(statement)).rejects.toMatchObject({
      code: insufficientPrivilege,
      message: expect.stringMatching(/^(UPDATE|DELETE|TRUNCATE) on audit.entries is refused/),
    });
  });
});
