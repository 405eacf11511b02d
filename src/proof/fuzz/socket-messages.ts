import { damaged } from './damage.js';
import type { Operation } from './documents.js';
import type { Draw } from './draw.js';
import { hostileText, hostileValue } from './hostile-values.js';
import { toJson } from './written.js';

export interface Messages {
  /** On a socket of their own, or on one that many share: then it is one subscribe, whose id is the place of `@@id@@`. */
  readonly alone: boolean;
  readonly texts: readonly string[];
}

/** An operation as a client would send it. */
export const messagesFor = (operation: Operation): Messages => ({
  alone: false,
  texts: [subscribe('"@@id@@"', operation)],
});

function subscribe(id: string, { query, variables, operationName }: Operation): string {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"id":${id},"type":"subscribe","payload":{"query":${JSON.stringify(query)},"variables":${variables}${name}}}`;
}

const init = '{"type":"connection_init","payload":{"authorization":"Bearer @@token:0@@"}}';

/** Whatever order of messages; most of the time it begins as it should. */
export function hostileMessages(draw: Draw, operation: Operation): Messages {
  const count = 1 + draw.upTo(6);
  const texts = Array.from({ length: count }, () => draw.oneOf(messages)(draw, operation));
  return { alone: true, texts: draw.chance(80) ? [init, ...texts] : texts };
}

const ids = ['"1"', '"2"', '""', '1', 'null', '"__proto__"', '"\\u0000"', `"${'i'.repeat(300)}"`, '{}'];
const types = [
  'connection_init',
  'connection_ack',
  'ping',
  'pong',
  'subscribe',
  'next',
  'error',
  'complete',
  'start',
  '',
];

const messages: readonly ((draw: Draw, operation: Operation) => string)[] = [
  (draw, operation) => subscribe(draw.oneOf(ids), operation),
  (draw, operation) => subscribe(draw.oneOf(['"1"', '"2"']), operation),
  (draw) => `{"type":"complete","id":${draw.oneOf(ids)}}`,
  (draw) => `{"type":"complete","id":${draw.oneOf(['"1"', '"2"'])}}`,
  (draw) => `{"type":"ping","payload":${toJson(hostileValue(draw))}}`,
  (draw) => `{"type":"${draw.oneOf(types)}","id":${draw.oneOf(ids)},"payload":${toJson(hostileValue(draw))}}`,
  (draw, operation) => damaged(draw, subscribe('"1"', operation)),
  (draw) => toJson(hostileValue(draw)),
  (draw) => hostileText(draw),
  () => init,
];
