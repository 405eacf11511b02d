import { expect, it } from 'vitest';
import type { ProcessView } from './domain/fulfilment/views.js';
import { asTried, type Fulfilment, type Fulfilments } from './fulfilments.js';

const told: ProcessView = {
  state: 'RUNNING',
  nextStep: 'CAPTURE_PAYMENT',
  attempts: 0,
  lastError: null,
  waitingSince: null,
};
const completed: ProcessView = { ...told, state: 'COMPLETED', nextStep: null };
const tried: Fulfilment = { ...told, orderId: 'it', attempts: 2, lastError: 'no answer' };

const workList = (row?: Fulfilment) => ({ find: async () => row }) as Partial<Fulfilments> as Fulfilments;

it.each<[what: string, process: ProcessView, row: Fulfilment | undefined, shown: object]>([
  ['adds what its step has met', told, tried, { ...told, attempts: 2, lastError: 'no answer' }],
  ['adds nothing of another step', told, { ...tried, nextStep: 'VOID_PAYMENT' }, told],
  ['adds nothing of a row that has come to rest', told, { ...tried, state: 'COMPLETED' }, told],
  ['is content without a row', told, undefined, told],
  ['shows what is still asked for an order that needs it no more', completed, tried, tried],
  ['lets a row lag behind', completed, { ...tried, attempts: 0, lastError: null }, completed],
  ['believes events that somebody is waited for', { ...told, state: 'WAITING' }, tried, { state: 'WAITING' }],
])('a process %s', async (_, process, row, shown) => {
  expect(await asTried(process, 'it', workList(row))).toMatchObject(shown);
});
