import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasSealed, isSealed, openText, sealText } from './sealed-text.js';

const key = randomBytes(32);
const seal = (text: string, personId = 'ada') => sealText(key, personId, text);
const open = (text: string, personId = 'ada') => openText(key, personId, text);

const text = fc.string({ unit: 'binary', maxLength: 300 });

describe('a sealed text', () => {
  it('opens to exactly what was sealed, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((it) => seal(it)),
        ),
        (given) => {
          const sealed = seal(given);
          expect(isSealed(sealed)).toBe(true);
          expect(open(sealed)).toBe(given);
        },
      ),
    );
  });

  it('is the same for the same text, and another for another text, person or key', () => {
    const sealed = seal('Grace');
    expect(seal('Grace')).toBe(sealed);
    const others = [seal('grace'), seal('Grace', 'alan'), sealText(randomBytes(32), 'ada', 'Grace')];
    expect(new Set([sealed, ...others]).size).toBe(4);
  });

  it('does not open for another person, nor with another key', () => {
    expect(open(seal('Grace'), 'alan')).toBeNull();
    expect(openText(randomBytes(32), 'ada', seal('Grace'))).toBeNull();
  });

  it('does not open where anything of it was changed', () => {
    const sealed = seal('Grace');
    const body = [...sealed].slice('sealed:v1:'.length);
    for (const i of body.keys()) {
      const bytes = Buffer.from(body.join(''), 'base64url');
      const at = Math.floor((i * 3) / 4);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(open(`sealed:v1:${bytes.toString('base64url')}`)).toBeNull();
    }
    expect(open(sealed.slice(0, -2))).toBeNull();
  });

  it('is opened inside of a longer text, too', () => {
    const longer = `Payment declined: ${seal('lost card')}. Then: ${seal('late')}`;
    expect(isSealed(longer)).toBe(false);
    expect(open(longer)).toBe('Payment declined: lost card. Then: late');
    expect(open(`${longer} ${sealText(key, 'alan', 'x')}`)).toBeNull();
  });
});

it.each(['', 'Grace', 'sealed', 'sealed:v1:', 'sealed:v1:short', 'sealed:v2:'.padEnd(90, 'A')])(
  'takes %j for a text in clear',
  (given) => {
    expect([isSealed(given), hasSealed(given), open(given)]).toEqual([false, false, given]);
  },
);
