import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

// AES-256-GCM. The nonce is made of the text, so that equal texts of a person stay equal and no nonce is ever used
// for two of them; the person's id is authenticated with each, so that no text can be moved to another person.

const prefix = 'sealed:v1:';
const nonceBytes = 12;
const tagBytes = 16;
/** A nonce and a tag take 38 characters; what is shorter was not sealed by us. */
const sealedPart = /sealed:v1:[\w-]{38,}/g;
const sealedWhole = /^sealed:v1:[\w-]{38,}$/;

/** Whether the whole text looks like one that was sealed. */
export const isSealed = (text: string): boolean => sealedWhole.test(text);

/** Whether something in it looks sealed. */
export const hasSealed = (text: string): boolean => text.search(sealedPart) >= 0;

/** Seals any text, also one that looks sealed: it opens to exactly what was given. */
export function sealText(key: Buffer, personId: string, text: string): string {
  const nonce = derived(key, 'nonce', `${personId}\0${text}`).subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', derived(key, 'text'), nonce).setAAD(Buffer.from(personId));
  const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return prefix + Buffer.concat(sealed).toString('base64url');
}

/** The text with its sealed parts opened; null where one of them does not open with this key for this person. */
export function openText(key: Buffer, personId: string, text: string): string | null {
  try {
    return text.replace(sealedPart, (part) => openPart(key, personId, part));
  } catch {
    return null;
  }
}

function openPart(key: Buffer, personId: string, part: string): string {
  const sealed = Buffer.from(part.slice(prefix.length), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', derived(key, 'text'), sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(personId))
    .setAuthTag(sealed.subarray(-tagBytes));
  return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
}

/** Neither of the two tells anything of the other, nor of the key. */
const derived = (key: Buffer, purpose: 'text' | 'nonce', text = ''): Buffer =>
  createHmac('sha256', key).update(`retrace ${purpose} v1\0${text}`).digest();
