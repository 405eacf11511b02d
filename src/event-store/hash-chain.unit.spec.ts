import { expect, it } from 'vitest';
import type { NewEvent } from '../event-sourcing/event.js';
import { beginning, digestOf, hashOf, rootOf } from './hash-chain.js';

const event: NewEvent = {
  id: '01890000-0000-7000-8000-00000000000a',
  type: 'Noted',
  schemaVersion: 1,
  json: '"a note"',
  actor: 'ann',
  correlationId: '01890000-0000-7000-8000-00000000000b',
};
const streamId = '01890000-0000-7000-8000-000000000001';
const place = { streamId, version: 1, recordedAt: Date.UTC(2024, 0, 1) };
const hex = (bytes: Buffer) => bytes.toString('hex');

// Stored chains were made so: whoever changes one of these makes every store's history look forged.
it('hashes what it always did', () => {
  const hash = hashOf(beginning, digestOf(event), place);
  expect(hex(digestOf(event))).toMatchInlineSnapshot(
    `"fd41b7f2be5326da9fc8e72ba5e1316d80f475db998ca26d129a3a14a9f90eec"`,
  );
  expect(hex(hash)).toMatchInlineSnapshot(
    `"a79a0840618c1ed93c710b210cbb6afb7477c1c4c8089cc5cc76fe59a6e0a3ce"`,
  );
  expect(hex(rootOf(beginning, hash))).toMatchInlineSnapshot(
    `"2e9c542a74fe28ea20f62204aaa8fad3be6af12f31cbf2cc306ed100f1f74d96"`,
  );
});

it.each<Partial<NewEvent>>([
  { id: streamId },
  { type: 'noted' },
  { schemaVersion: 2 },
  { json: '"a  note"' },
  { actor: '' },
  { correlationId: streamId },
  { causationId: streamId },
  { requestId: '' },
  { source: '' },
  { subject: '' },
  { actor: 'anne' },
  { type: 'Note', json: 'd"a note"' }, // the same bytes one after the other
])('digests an event differently with %j', (change) => {
  expect(hex(digestOf({ ...event, ...change }))).not.toBe(hex(digestOf(event)));
});

it('tells texts apart that stand in different fields', () => {
  const fields = ['causationId', 'requestId', 'source', 'subject'] as const;
  const digests = fields.map((field) => hex(digestOf({ ...event, [field]: 'x' })));
  expect(new Set(digests).size).toBe(fields.length);
});

it('digests UUIDs as the store keeps them, and nothing as null', () => {
  const nothing = { causationId: null, requestId: null, source: null, subject: null };
  expect(digestOf({ ...event, ...nothing, id: event.id.toUpperCase() })).toEqual(digestOf(event));
});

it.each([
  ['version', { version: 2 }],
  ['instant', { recordedAt: place.recordedAt + 1 }],
  ['stream', { streamId: '01890000-0000-7000-8000-000000000002' }],
])('hashes an event differently at another %s', (_, change) => {
  const digest = digestOf(event);
  const hash = hashOf(beginning, digest, place);
  expect(hex(hashOf(beginning, digest, { ...place, ...change }))).not.toBe(hex(hash));
  expect(hex(hashOf(hash, digest, place))).not.toBe(hex(hash));
});
