import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Snapshot } from '../event-sourcing/replay.js';

/** Turns states into text that nobody without the store's key can make or change, and back. */
export interface SnapshotSeal {
  seal(fold: string, snapshot: Snapshot<unknown>): string;
  /** Undefined where this store did not seal the text, or sealed it for another fold or stream. */
  open(fold: string, streamId: string, text: string): Snapshot<unknown> | undefined;
}

export function snapshotSeal(key: Buffer): SnapshotSeal {
  const mark = (fold: string, streamId: string, json: string): string =>
    createHmac('sha256', key).update(`${fold}\n${streamId}\n${json}`).digest('base64url');
  return {
    seal(fold, snapshot) {
      const json = JSON.stringify(snapshot);
      return mark(fold, snapshot.streamId, json) + json;
    },
    open(fold, streamId, text) {
      const json = text.slice(markLength);
      const expected = Buffer.from(mark(fold, streamId, json));
      const found = Buffer.from(text.slice(0, markLength));
      return found.length === expected.length && timingSafeEqual(found, expected)
        ? JSON.parse(json)
        : undefined;
    },
  };
}

/** Of SHA-256 in base64url. */
const markLength = 43;
