import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { schema } from '../../schema.js';
import { rounds, seed } from '../../testing/campaign.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aftermath } from './aftermath.js';
import { fuzz, type Report } from './fuzzing.js';
import { type Ground, prepareGround } from './ground.js';

vi.setConfig({ testTimeout: 24 * 3_600_000, hookTimeout: 24 * 3_600_000 });

let database: TestDatabase;
let ground: Ground;
let report: Report;

beforeAll(async () => {
  database = await createTestDatabase();
  ground = await prepareGround(database.connection);
  report = await fuzz(ground, schema, { cases: rounds(20_000, 500_000), seed: seed(1936) });
});

afterAll(async () => {
  await ground.stop();
  await database.drop();
});

it('whatever is sent, each answer is well-formed, has a code of the table, and tells nothing of the inside', () => {
  expect(report.failures).toEqual([]);
  expect(report.sent).toBe(rounds(20_000, 500_000));
});

it('the cases came deep: nearly all fields, arguments and inputs were answered with success', () => {
  const missed = report.coverage.missed().filter((it) => !outOfReach.test(it));
  expect(missed.length, missed.join(' ')).toBeLessThan(report.coverage.all / 20);
});

it('and to each way in which an operation is refused', () => {
  expect([...report.codes.keys()]).toEqual(expect.arrayContaining(refusals));
});

it('the servers hold little more memory at the end than when half of it was done: caches that fill', () => {
  const [half = [], end = []] = report.memory;
  for (const [i, { heapUsed }] of end.entries()) {
    expect(heapUsed).toBeLessThan((half[i]?.heapUsed ?? 0) + 100_000_000);
  }
});

it('afterwards no order has a gap, the list is what the log says, and no server has complained', async () => {
  expect(await aftermath(ground, database.connection)).toEqual([]);
});

const refusals = [
  ...['OK', 'VALIDATION_ERROR', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONCURRENCY_ERROR'],
  ...['BUSINESS_RULE_ERROR', 'IDEMPOTENCY_CONFLICT', 'silent', 'WebSocket 4400', 'TCP 400'],
];

/** Events of another build, events that cannot be applied, and rebuilds that take their time; a version is seldom right. */
const outOfReach = /^(UnknownOrderEvent|RebuildStatus)|parked|\.expectedVersion$/i;
