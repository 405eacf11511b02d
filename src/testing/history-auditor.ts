import { createHash } from 'node:crypto';

/** What an export tells of an event, line by line. */
export interface AuditedEvent {
  readonly streamId: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** An instant, ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string | null;
  readonly source: string | null;
  readonly subject: string | null;
  /** JSON text. */
  readonly data: string;
}

/**
 * Works out the hashes of a lane's events and the roots after each of them, as docs/history.md tells an outsider
 * to, and with nothing of the store's own code.
 */
export function auditLane(events: readonly AuditedEvent[]): { hash: string; root: string }[] {
  const newest = new Map<string, Uint8Array>();
  let root: Uint8Array = new Uint8Array(32);
  return events.map((it) => {
    const digest = createHash('sha256');
    const own = [it.id, it.type, `${it.schemaVersion}`, it.data, it.actor, it.correlationId, it.causationId];
    for (const field of [...own, it.requestId, it.source, it.subject]) {
      const bytes = new TextEncoder().encode(field ?? '');
      digest.update(bigEndian(4, field === null ? -1 : bytes.length)).update(bytes);
    }
    const hash = createHash('sha256')
      .update(newest.get(it.streamId) ?? new Uint8Array(32))
      .update(digest.digest())
      .update(Uint8Array.from(it.streamId.match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16)))
      .update(bigEndian(4, it.version))
      .update(bigEndian(8, Date.parse(it.at)))
      .digest();
    newest.set(it.streamId, hash);
    root = createHash('sha256').update(root).update(hash).digest();
    return { hash: hash.toString('hex'), root: Buffer.from(root).toString('hex') };
  });
}

const bigEndian = (bytes: number, value: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * (bytes - 1 - i))) & 255n));
