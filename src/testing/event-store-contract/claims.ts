import { describe, expect, it } from 'vitest';
import { noting } from '../notes.js';
import { appended, countKinds, type Given, hostileTexts, times, wholeFeed } from './store-under-test.js';

const claim = 'reference 1';

export function claimsContract(given: Given): void {
  describe('a claim', () => {
    it('is held by the first stream that makes it, and refused to others', async () => {
      const { store } = given();
      const [holder, other] = times(2, () => store.newStreamId(claim)) as [string, string];
      expect(await store.findClaim(claim)).toBeUndefined();
      appended(await store.append(noting({ streamId: holder, claim })));
      expect(await store.append(noting({ streamId: other, claim }))).toEqual({ kind: 'claimed', holder });
      expect(await store.findClaim(claim)).toBe(holder);
      expect(await store.readStream(other)).toEqual([]);
    });

    it('may be made again by its holder', async () => {
      const { store } = given();
      const streamId = store.newStreamId(claim);
      appended(await store.append(noting({ streamId, claim })));
      appended(await store.append(noting({ streamId, expectedVersion: 1, claim })));
    });

    it('is not made by an append that is refused', async () => {
      const { store } = given();
      const streamId = store.newStreamId(claim);
      await store.append(noting({ streamId, expectedVersion: 7, claim }));
      expect(await store.findClaim(claim)).toBeUndefined();
    });

    it('is made by one of 32 streams at once', async () => {
      const { store } = given();
      const outcomes = await Promise.all(
        times(32, () => store.append(noting({ streamId: store.newStreamId(claim), claim }))),
      );
      expect(countKinds(outcomes)).toEqual({ appended: 1, claimed: 31 });
      const holder = await store.findClaim(claim);
      expect((await wholeFeed(given())).map((event) => event.streamId)).toEqual([holder]);
    });

    it.each(hostileTexts)('may be %s', async (_, text) => {
      const { store } = given();
      const [holder, other] = times(2, () => store.newStreamId(text)) as [string, string];
      appended(await store.append(noting({ streamId: holder, claim: text })));
      expect(await store.findClaim(text)).toBe(holder);
      expect(await store.append(noting({ streamId: other, claim: text }))).toEqual({
        kind: 'claimed',
        holder,
      });
    });
  });
}
