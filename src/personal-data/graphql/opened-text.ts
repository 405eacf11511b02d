import type { RequestContext } from '../../graphql/context.js';
import { apiError } from '../../graphql/errors.js';
import { orThrow } from '../../graphql/or-throw.js';
import { erased } from '../erasures.js';
import type { PersonalData } from '../personal-data.js';
import { hasSealed } from '../sealed-text.js';

export interface OpeningContext extends Pick<RequestContext, 'notes'> {
  readonly personalData: Pick<PersonalData, 'open'>;
}

/** A person's text as it may be shown; null where it does not open. */
export async function opened(
  personId: string | null,
  text: string | null,
  context: OpeningContext,
): Promise<string | null> {
  return (await openedJson(personId, text, context)) as string | null;
}

/** JSON with all texts in it as they may be shown; null stands where one does not open. */
export async function openedJson(
  personId: string | null,
  json: unknown,
  { personalData, notes }: OpeningContext,
): Promise<unknown> {
  const texts = [...new Set(sealedTexts(json))];
  if (texts.length === 0) return json;
  if (notes) notes.isForgettable = true;
  const open = await personalData.open(personId ?? '', texts);
  return replaceTexts(json, new Map(texts.map((text, i) => [text, open[i] ?? null])));
}

function sealedTexts(json: unknown): string[] {
  if (typeof json === 'string') return hasSealed(json) ? [json] : [];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(sealedTexts) : [];
}

function replaceTexts(json: unknown, texts: ReadonlyMap<string, string | null>): unknown {
  if (typeof json === 'string') return texts.has(json) ? texts.get(json) : json;
  if (Array.isArray(json)) return json.map((it) => replaceTexts(it, texts));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, replaceTexts(value, texts)]));
}

/** A person's text as it may be shown. Throws ERASED, or KEY_MISSING where the key is not here. */
export async function openedOrThrow(
  personId: string,
  sealed: string,
  context: OpeningContext & { readonly personalData: PersonalData },
): Promise<string> {
  const text = await opened(personId, sealed, context);
  if (text !== null) return text;
  const erasure = await context.personalData.erasureOf(personId);
  if (!erasure) {
    const whatToDo = 'Bring it with: npm run import -- --keys FILE';
    throw apiError('KEY_MISSING', `The key of customer ${personId} is not here. ${whatToDo}`, {
      customerId: personId,
    });
  }
  return orThrow<string>(erased(erasure));
}
