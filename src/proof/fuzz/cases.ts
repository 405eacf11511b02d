import type { GraphQLSchema } from 'graphql';
import { damaged } from './damage.js';
import { type Asked, type Kind, operation } from './documents.js';
import { type Draw, drawn } from './draw.js';
import { hostileText, hostileValue } from './hostile-values.js';
import { type HttpRequest, hostileRequest, requestFor } from './http-requests.js';
import { plausible, type Temper } from './inputs.js';
import { hostileMessages, type Messages, messagesFor } from './socket-messages.js';
import { toJson } from './written.js';

/** Whose token is sent; a stranger is another customer. */
export type Caller = 'customer' | 'operator' | 'admin' | 'nobody' | 'stranger';

interface Sent {
  readonly caller: Caller;
  /** Whether documents may be larger than the server's own limits say. */
  readonly wide: boolean;
  /** What the answer may hold, where it was not made to fail. */
  readonly asked: readonly Asked[];
}

/** One thing to send, over one of the transports. Holds marks of what there is; see World. */
export type Case = Sent &
  (
    | { readonly over: 'http'; readonly request: HttpRequest }
    | { readonly over: 'websocket'; readonly messages: Messages }
    | { readonly over: 'tcp'; readonly bytes: string }
  );

export const cases = (schema: GraphQLSchema) => drawn((draw) => anyCase(draw, schema));

function anyCase(draw: Draw, schema: GraphQLSchema): Case {
  const caller = draw.weighted<Caller>([
    [40, 'operator'],
    [30, 'customer'],
    [24, 'admin'],
    [3, 'stranger'],
    [2, 'nobody'],
  ]);
  const sent = { caller, wide: draw.chance(50), asked: [] };
  return draw.weighted<() => Case>([
    [70, () => ({ ...sent, ...askedInFaith(draw, schema) })],
    [16, () => ({ ...sent, ...damagedOperation(draw, schema) })],
    [7, () => ({ ...sent, over: 'http', request: hostileRequest(draw) })],
    [5, () => ({ ...sent, over: 'websocket', messages: hostileMessages(draw, operationText(draw, schema)) })],
    [2, () => ({ ...sent, over: 'tcp', bytes: damaged(draw, httpText) })],
  ])();
}

const httpText =
  'POST /graphql HTTP/1.1\r\nhost: retrace\r\ncontent-type: application/json\r\ncontent-length: 25\r\nconnection: close\r\n\r\n{"query":"{ __typename }"}';

const kindOf = (draw: Draw): Kind =>
  draw.weighted([
    [50, 'query'],
    [42, 'mutation'],
    [8, 'subscription'],
  ] as const);

/** A valid document, whose values are plausible, or one of them is hostile, or most of them are. */
function askedInFaith(draw: Draw, schema: GraphQLSchema) {
  const temper = draw.weighted<() => Temper>([
    [4, plausible],
    [5, () => ({ hostility: 25, left: 1 })],
    [1, () => ({ hostility: 90, left: Number.POSITIVE_INFINITY })],
  ])();
  const asked = operation(draw, schema, kindOf(draw), temper);
  return asked.kind === 'subscription' || draw.chance(30)
    ? { over: 'websocket' as const, messages: messagesFor(asked), asked: asked.asked }
    : { over: 'http' as const, request: requestFor(draw, asked), asked: asked.asked };
}

/** One that cannot be read, most of the time; or no document at all. */
function damagedOperation(draw: Draw, schema: GraphQLSchema) {
  const whole = operation(draw, schema, kindOf(draw), plausible());
  const query = draw.chance(15) ? hostileText(draw) : damaged(draw, whole.query);
  const variables = draw.chance(20) ? toJson(hostileValue(draw)) : whole.variables;
  const broken = { ...whole, query, variables };
  return draw.chance(40)
    ? { over: 'websocket' as const, messages: messagesFor(broken) }
    : { over: 'http' as const, request: requestFor(draw, broken) };
}

const operationText = (draw: Draw, schema: GraphQLSchema) =>
  operation(draw, schema, kindOf(draw), plausible());
