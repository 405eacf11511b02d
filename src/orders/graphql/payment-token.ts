const fewest = 12;

/** As much of a payment token as anybody may see: its last four characters, none of a short one. Null: there is none. */
export function maskedToken(token: unknown): string | null {
  if (token === null) return null;
  const characters = typeof token === 'string' ? [...token] : [];
  return characters.length < fewest ? '…' : `…${characters.slice(-4).join('')}`;
}

/** JSON of whatever shape, with the payment tokens in it masked: other builds may have put them anywhere. */
export function withMaskedTokens(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(withMaskedTokens);
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      name,
      name === 'paymentToken' ? maskedToken(value) : withMaskedTokens(value),
    ]),
  );
}
