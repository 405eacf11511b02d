import { describe, expect, it } from 'vitest';
import { maskedToken, withMaskedTokens } from './payment-token.js';

describe('a payment token', () => {
  it.each([
    ['tok_0123456789', '…6789'],
    ['0123456789ab', '…89ab'],
    ['0123456789a', '…'],
    ['tok_ok', '…'],
    ['', '…'],
    ['🂡🂢🂣🂤🂥🂦🂧🂨🂩🂪🂫', '…'],
    ['🂡🂢🂣🂤🂥🂦🂧🂨🂩🂪🂫🂭', '…🂩🂪🂫🂭'],
  ])('%j is shown as %j', (token, shown) => {
    expect(maskedToken(token)).toBe(shown);
  });

  it('that is not there, or not to be read any more, is null', () => {
    expect(maskedToken(null)).toBeNull();
  });

  it.each([42, undefined, ['tok_0123456789'], { token: 'tok_0123456789' }])(
    'that is no text, like %j, is not shown at all',
    (token) => {
      expect(maskedToken(token)).toBe('…');
    },
  );
});

describe('data with payment tokens in it', () => {
  it('is as it was but for them, at whatever depth they are', () => {
    const data = {
      paymentToken: 'tok_0123456789',
      tries: [{ paymentToken: 'tok_ok', at: 1 }, null, 'paymentToken'],
      inner: { deep: { paymentToken: { number: '4111111111111111' } }, paymentTokens: 2 },
    };
    expect(withMaskedTokens(data)).toEqual({
      paymentToken: '…6789',
      tries: [{ paymentToken: '…', at: 1 }, null, 'paymentToken'],
      inner: { deep: { paymentToken: '…' }, paymentTokens: 2 },
    });
    expect(data.paymentToken).toBe('tok_0123456789');
  });

  it('keeps its keys as they are, whatever they are called', () => {
    const data = JSON.parse('{"__proto__": {"x": 1}, "constructor": [], "toString": null}');
    expect(JSON.stringify(withMaskedTokens(data))).toBe(JSON.stringify(data));
  });

  it.each([[null], [7], ['text'], [true], [[]]])('%j is not changed', (data) => {
    expect(withMaskedTokens(data)).toEqual(data);
  });
});
