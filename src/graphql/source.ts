import { type OpeningContext, opened } from '../personal-data/graphql/opened-text.js';
import type { PersonalData } from '../personal-data/index.js';
import { confinedTo } from './access.js';
import type { RequestContext } from './context.js';

interface WithPersonalData {
  readonly personalData: Pick<PersonalData, 'seal'>;
}

/**
 * The caller's address as it is kept on record, null where it is not known. That of a customer is personal: it is sealed,
 * to be forgotten with the customer.
 */
export async function keptSource({
  caller,
  address,
  personalData,
}: Pick<RequestContext, 'caller' | 'address'> & WithPersonalData): Promise<string | null> {
  if (address === '') return null;
  const customer = confinedTo(caller);
  return customer === undefined ? address : ((await personalData.seal(customer, [address]))[0] ?? null);
}

/** What was kept of an actor's address, as operators see it: null where it was not known, or is forgotten. */
export const shownSource = (
  context: OpeningContext,
  actor: string,
  kept: string | null,
): Promise<string | null> => opened(actor, kept, context);
