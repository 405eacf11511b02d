import type { FeedRoot } from './event-store.js';

/** The roots of all lanes, as outsiders keep them: in one word. */
export const feedRootText = ({ roots }: Pick<FeedRoot, 'roots'>): string => roots.join('.');
