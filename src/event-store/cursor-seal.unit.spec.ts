import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorSeal } from './cursor-seal.js';

const key = randomBytes(32);
const { sealCursor, openCursor } = cursorSeal(key);

const cursors = fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 64 });

describe('a sealed cursor', () => {
  it('opens to the place that was sealed, of however many lanes', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(openCursor(sealCursor(cursor))).toEqual(cursor);
      }),
    );
  });

  it('is the same wherever the key is, and another for each place and key', () => {
    const here = sealCursor([7, 0]);
    expect(cursorSeal(Buffer.from(key)).sealCursor([7, 0])).toBe(here);
    const others = [[7, 1], [0, 7], [7], [7, 0, 0]].map((cursor) => sealCursor(cursor));
    expect(new Set([here, ...others, cursorSeal(randomBytes(32)).sealCursor([7, 0])]).size).toBe(6);
  });

  it('has the length of all others of as many lanes', () => {
    expect([0, 1, 255, 256, Number.MAX_SAFE_INTEGER].map((it) => sealCursor([it]).length)).toEqual(
      Array(5).fill(32),
    );
  });

  it('does not show in any byte that two places are near each other', () => {
    const bytes = Array.from({ length: 1_000 }, (_, i) => Buffer.from(sealCursor([i]), 'base64url'));
    for (const at of Array(24).keys()) expect(new Set(bytes.map((it) => it[at])).size).toBeGreaterThan(200);
  });

  it('does not open where a bit of it was changed, something is missing, or more is there', () => {
    const text = sealCursor([7, 123_456]);
    const bytes = Buffer.from(text, 'base64url');
    for (const bit of Array(bytes.length * 8).keys()) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openCursor(changed.toString('base64url'))).toBeUndefined();
    }
    for (const length of Array(bytes.length).keys())
      expect(openCursor(bytes.subarray(0, length).toString('base64url'))).toBeUndefined();
    for (const other of [`${text}=`, ` ${text}`, `${text}A`, text + text, text.replace(/./, '$&\n')])
      expect(openCursor(other)).toBeUndefined();
  });

  it('does not open where something else was wrapped with the key', () => {
    const wrapped = createCipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6)).update(Buffer.alloc(16, 1));
    expect(openCursor(wrapped.toString('base64url'))).toBeUndefined();
  });

  it('does not open with another key', () => {
    expect(cursorSeal(randomBytes(32)).openCursor(sealCursor([7]))).toBeUndefined();
  });
});

it('opens nothing that somebody invented', () => {
  const invented = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    cursors.map((cursor) => Buffer.from(JSON.stringify(['feed', ...cursor])).toString('base64url')),
  );
  fc.assert(
    fc.property(invented, (text) => {
      expect(openCursor(text)).toBeUndefined();
    }),
  );
});
