import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countClosedCustomers, eraseCustomer, findCustomer } from '../customers/index.js';
import { isRejection } from '../event-sourcing/errors.js';
import { createOrders } from '../orders/index.js';
import { createTestImports, type TestImports } from '../testing/test-imports.js';
import { exportPersonKeys } from './export/export-person-keys.js';
import { importPersonKeys } from './import/import-person-keys.js';
import { createProblems, listProblems } from './import/problems.js';

const people = { ALFKI: 'Alfreds Futterkiste', BERGS: 'Berglunds snabbköp' };
const history = [
  ...Object.entries(people).map(([id, name]) => ({ kind: 'customer', id, name, email: `${id}@example.com` })),
  {
    ...{ kind: 'product', id: 'chai', sku: 'NW-001', name: 'Chai', stockLevel: 39 },
    price: { amount: '18.00', currency: 'USD' },
  },
  change(1, 'createOrder', { customerId: 'ALFKI', items: [{ productId: 'chai', quantity: 1 }] }),
  change(2, 'cancelOrder', { reason: 'Alfreds is ill' }),
];

function change(minute: number, command: string, input: object) {
  const at = new Date(Date.UTC(1996, 6, 4, 8, minute)).toISOString();
  return { kind: 'change', order: '10248', at, actor: 'employee-5', command, input };
}

let source: TestImports;
let target: TestImports;
/** What the source exports, and its keys. */
let data: string[];
let keys: string;

beforeEach(async () => {
  [source, target] = await Promise.all([createTestImports(), createTestImports()]);
  await source.importLines(history);
  data = await source.exportLines();
  keys = `${source.folder}/keys.jsonl`;
  await exportPersonKeys(source.db, keys);
});
afterEach(() => Promise.all([source?.drop(), target?.drop()]));

async function importKeys(path = keys) {
  const problems = createProblems();
  const { written, there } = await importPersonKeys(path, target.db, problems);
  return { written, there, problems: listProblems(problems) };
}
const erase = ({ db }: TestImports, customerId: string) =>
  eraseCustomer(db, { customerId, actor: 'anna', reason: 'Article 17' });
async function nameIn({ db, personalData }: TestImports, id: string) {
  const customer = await findCustomer(db, id);
  return (await personalData.open(id, [customer?.name ?? 'missing']))[0];
}

describe('an export', () => {
  it('holds nothing personal in clear, and no key', async () => {
    const lines = data.join('\n');
    for (const text of [...Object.values(people), '@example.com', 'Alfreds is ill'])
      expect(lines).not.toContain(text);
    const records = (await readFile(keys, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ kind, person }) => [kind, person])).toEqual([
      ['person-key', 'ALFKI'],
      ['person-key', 'BERGS'],
      ['end', undefined],
    ]);
    for (const { key } of records.slice(0, 2)) {
      for (const form of ['base64', 'base64url', 'hex'] as const)
        expect(lines).not.toContain(Buffer.from(key, 'base64').toString(form).replace(/=*$/, ''));
    }
  });

  it('has its keys in a file that nobody else can read', async () => {
    expect((await stat(keys)).mode & 0o777).toBe(0o600);
  });

  it('opens in another store with the keys, and comes out of it the same', async () => {
    expect(await importKeys()).toEqual({ written: 2, there: 0, problems: [] });
    expect((await target.importLines(data)).problems).toEqual([]);
    expect(await nameIn(target, 'BERGS')).toBe(people.BERGS);
    expect(await target.exportLines()).toEqual(data);
    expect(await importKeys()).toEqual({ written: 0, there: 2, problems: [] });
  });

  it('stays closed without them, and opens when they come', async () => {
    await target.importLines(data);
    expect(await countClosedCustomers(target)).toBe(2);
    expect(await nameIn(target, 'BERGS')).toBeNull();
    await importKeys();
    expect(await countClosedCustomers(target)).toBe(0);
    expect(await nameIn(target, 'BERGS')).toBe(people.BERGS);
  });
});

describe('an erasure', () => {
  beforeEach(async () => {
    await importKeys();
    await target.importLines(data);
  });

  it('is carried over, and wins over the key that is there', async () => {
    await erase(source, 'ALFKI');
    await exportPersonKeys(source.db, keys);
    expect(await readFile(keys, 'utf8')).toMatch(
      /^\{"kind":"erasure","person":"ALFKI","at":"[^"]+","actor":"anna","reason":"Article 17"\}$/m,
    );
    expect(await importKeys()).toEqual({ written: 1, there: 1, problems: [] });
    expect(await target.personalData.erasureOf('ALFKI')).toEqual(
      await source.personalData.erasureOf('ALFKI'),
    );
    expect(await nameIn(target, 'ALFKI')).toBeNull();
    expect(await nameIn(target, 'BERGS')).toBe(people.BERGS);
  });

  it('is not undone by an older file of keys, nor by a history in clear', async () => {
    await erase(target, 'ALFKI');
    expect(await importKeys()).toEqual({ written: 0, there: 2, problems: [] });
    expect(await nameIn(target, 'ALFKI')).toBeNull();
    const { problems } = await target.importLines(history.slice(0, 3));
    expect(problems).toEqual(['line 1: Customer ALFKI was erased']);
  });
});

describe('a file of keys', () => {
  it('leaves a key alone with which the store has sealed texts already, and says so', async () => {
    await target.importLines(history);
    const { written, problems } = await importKeys();
    expect(written).toBe(0);
    expect(problems[0]).toMatch(/^line 1: the store has another key of ALFKI, with which it has sealed/);
    expect(await nameIn(target, 'ALFKI')).toBe(people.ALFKI);
  });

  it('that was cut off, or holds something else, is told; only what is whole is written', async () => {
    const [first = '', second = '', end = ''] = (await readFile(keys, 'utf8')).trim().split('\n');
    const outcome = async (...given: string[]) => importKeys(await target.file(given));
    await expect(outcome(first, second)).rejects.toThrow(/^Nothing was written\. The file was cut off/);
    await expect(outcome(first, end)).rejects.toThrow(
      /^Nothing was written\. The file says it has 2 persons/,
    );
    const short = second.replace(/"key":"[^"]+"/, '"key":"AAAA"');
    expect(await outcome(first, short, end)).toEqual({
      written: 1,
      there: 0,
      problems: [expect.stringMatching(/^line 2: .*key: must be 32 bytes in base64$/)],
    });
  });
});

it('a history that is imported in clear is sealed with its customers’ keys', async () => {
  const [cancelled] = (await source.store.readFeed([0], 10)).events.slice(-1);
  const { reason = '' } = (cancelled?.data ?? {}) as { reason?: string };
  expect(await source.personalData.open('ALFKI', [reason])).toEqual(['Alfreds is ill']);
  expect(await source.personalData.open('BERGS', [reason])).toEqual([null]);
});

it('a retry is known again by what it says, though only its seal is on record', async () => {
  const orders = createOrders(source);
  const metadata = { actor: 'anna', correlationId: '00000000-0000-0000-0000-000000000001' };
  const items = [{ productId: 'chai', quantity: 1 }];
  const created = await orders.change('createOrder', { customerId: 'BERGS', items }, metadata);
  if (isRejection(created)) throw new Error(created.message);
  const { streamId: orderId } = created.after;
  const cancel = (reason: string) =>
    orders.change('cancelOrder', { orderId, reason, idempotencyKey: 'once' }, metadata);
  const first = await cancel('moved away');
  expect(await cancel('moved away')).toEqual(first);
  expect(await cancel('moved')).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
});
