import pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { storeForeignEvent } from '../testing/foreign-event.js';
import { createTestImports, runCommandLine, type TestImports } from '../testing/test-imports.js';
import { generateStore } from './generate/generate-store.js';

// Processes start slowly where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let store: TestImports;
let admin: pg.Client;
beforeEach(async () => {
  store = await createTestImports();
  await generateStore(60, 3, store);
  admin = new pg.Client(store.databaseUrl);
  await admin.connect();
});
afterEach(async () => {
  await admin?.end();
  await store?.drop();
});

const run = (...args: string[]) => runCommandLine('projections', store.databaseUrl, ...args);

it('lists the projections, rebuilds one, and says that all its rows are right', async () => {
  const [, count] =
    /^(\d+)$/.exec((await admin.query('select position from event_store.heads')).rows[0].position) ?? [];
  const events = Number(count).toLocaleString('en-US');
  expect((await run()).stdout).toMatch(new RegExp(`^orders +BEHIND +0 +${events} +[\\d.]+ +0$`, 'm'));
  expect(await run('rebuild', 'orders')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(`^Rebuilt orders of ${events} events in .* \\([\\d,]+ events a second\\)`),
  });
  expect((await run()).stdout).toMatch(/^orders +CURRENT +[\d,]+ +0 +0\.0 +0$/m);
  expect(await run('verify', 'orders')).toEqual({
    code: 0,
    stdout: `Folded 60 streams of ${events} events again: all rows are right\n`,
    stderr: '',
  });
  expect(await run('verify', 'orders', '--sample', '5')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Folded 5 streams of \d+ events again: their rows are right$/m),
  });
});

it('finds a planted error, names it, and ends with exit code 1; a rebuild mends it', async () => {
  await run('rebuild', 'orders');
  const { rows } = await admin.query(
    `update read_model.orders set total = total + 1 where order_id = (select max(order_id::text)::uuid from read_model.orders) returning order_id`,
  );
  const [{ order_id: orderId }] = rows;
  expect(await run('verify', 'orders')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`rows that are not as they should be: 1\n${orderId}: wrong in total\n`),
  });
  expect(await run('rebuild', 'orders')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`Old rows that were wrong: 1, such as those of\n${orderId}\n`),
  });
  expect((await run('verify', 'orders')).code).toBe(0);
});

it('lists parked events, and tries them again one by one', async () => {
  const { rows } = await admin.query(
    'select stream_id, max(version) as version from event_store.events group by 1 limit 1',
  );
  const [{ stream_id: orderId, version }] = rows;
  const database = { connection: { connectionString: store.databaseUrl } } as never;
  await storeForeignEvent(database, {
    orderId,
    version: version + 1,
    type: 'OrderItemRemoved',
    data: { productId: 'nothing', quantity: 1 },
  });
  expect((await run('rebuild', 'orders')).stdout).toMatch(/^Not looked at: the streams of 1 parked events/m);
  expect((await run('verify', 'orders')).stdout).toMatch(/^Not looked at: the streams of 1 parked events/m);
  const parked = await run('parked', 'orders');
  expect(parked).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`version ${version + 1} of ${orderId}, OrderItemRemoved: Replay of`),
  });
  const [eventId = ''] = parked.stdout.split(' ');
  const replayed = await run('replay', 'orders', eventId);
  expect(replayed).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^Applied 0 events\nStill parked: /),
  });
  expect(await run('replay', 'orders', orderId)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has not parked an event with this id'),
  });
  const { rows: onRecord } = await admin.query(
    'select action, subject, outcome from audit.entries order by at, id',
  );
  expect(onRecord).toEqual([
    { action: 'projections rebuild', subject: 'orders', outcome: 'DONE' },
    { action: 'projections replay', subject: eventId, outcome: 'FAILED' },
    { action: 'projections replay', subject: orderId, outcome: 'FAILED' },
  ]);
});

it('says that a projection is halted, and why, and ends with exit code 1', async () => {
  await admin.query(`
    alter table event_store.events disable trigger user;
    delete from event_store.events where position = 7;
    alter table event_store.events enable trigger user`);
  const { code, stdout } = await run();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^orders +HALTED +0 /m);
  expect(stdout).toMatch(/^Lane 0 of the feed .*position 7/m);
});

it('says how it is used where it is not used so', async () => {
  const wrong = [
    ['verify'],
    ['explode', 'orders'],
    ['verify', 'orders', '--sample', '0'],
    ['replay', 'orders', '7'],
  ];
  for (const { code, stdout, stderr } of await Promise.all(wrong.map((args) => run(...args)))) {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Usage: npm run projections /);
  }
  expect(await run('rebuild', 'customers')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'There is no projection "customers". There are: orders\n',
  });
});
