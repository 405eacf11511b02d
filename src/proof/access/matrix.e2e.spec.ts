import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema.js';
import { connect } from '../../testing/graphql-client.js';
import { operationOfInput, operations } from './arguments.js';
import { type Exchange, overHttp, overWebSocket } from './exchange.js';
import { type CallerName, callers, fields, nullHere, type Outcome, type Row, types } from './expected.js';
import { isRefusedOnTheWay, outcomeAt, outcomeOf } from './outcomes.js';
import { type Stage, setTheScene } from './scene.js';
import { coordinatesOf, documentOf, glanceAt, operationOf, type Way, waysFrom } from './ways.js';

// Who may do what: each field and operation of the schema, for each caller, over each transport. What is expected
// stands in expected.ts; what is not there fails.

const coordinates = coordinatesOf(schema);
const isOperation = (coordinate: string) => /^(Query|Mutation|Subscription)\./.test(coordinate);
const typeOf = (coordinate: string) => coordinate.split('.')[0] as string;

function rowOf(coordinate: string): Row | undefined {
  const [name = '', field] = coordinate.split('.');
  const type = schema.getType(name);
  const interfaces = isObjectType(type) ? type.getInterfaces() : [];
  const declared = [coordinate, ...interfaces.map((it) => `${it.name}.${field}`)];
  const own = declared.map((it) => fields[it]).find((row) => row !== undefined);
  return own ?? (isOperation(coordinate) ? undefined : types[name]);
}

const ways = waysFrom(schema, Object.keys(operations).filter(isOperation));
const fieldsOf = ({ type }: Way) => Object.keys(type.getFields());

let stage: Stage;
beforeAll(async () => {
  stage = await setTheScene();
});
afterAll(() => stage?.close());

describe('the rows', () => {
  it('are there for each operation, each field of each type, and each input that is not for everybody', () => {
    expect(coordinates.filter((coordinate) => rowOf(coordinate) === undefined)).toEqual([]);
    const tried = [
      ...Object.keys(operations),
      ...ways.flatMap((way) => fieldsOf(way).map((name) => `${way.type.name}.${name}`)),
    ];
    expect(coordinates.filter((coordinate) => !tried.includes(coordinate))).toEqual([]);
  });

  it('are about nothing that is not there', () => {
    const known = new Set([...coordinates, ...coordinates.map(typeOf)]);
    expect(
      [...Object.keys(types), ...Object.keys(fields), ...Object.keys(operations)].filter(
        (name) => !known.has(name),
      ),
    ).toEqual([]);
  });
});

type Found = Record<string, Outcome | undefined>;

/** What each operation answers. A subscription that tells of the stranger's own order first keeps silent about Ada's. */
async function tryOperations(exchange: Exchange): Promise<Found> {
  const found: Found = {};
  for (const [coordinate, argumentsIn] of Object.entries(operations)) {
    if (exchange.transport === 'HTTP' && coordinate.startsWith('Subscription.')) continue;
    const root = isOperation(coordinate) ? coordinate : operationOfInput;
    const document = operationOf(root, await argumentsIn(stage), glanceAt(schema, root));
    const reply = await exchange.answer(document);
    found[coordinate] = JSON.stringify(reply).includes(stage.strangersOrder)
      ? 'silent'
      : outcomeOf(reply, root);
  }
  return found;
}

/** What comes of each field: all of a type at once, and each by itself where one of them spoils the answer. */
async function tryFields(exchange: Exchange): Promise<Found> {
  const found: Found = {};
  for (const way of ways) {
    if (exchange.transport === 'HTTP' && way.root.startsWith('Subscription.')) continue;
    const answerTo = async (names: readonly string[]) => {
      const args = (await operations[way.root]?.(stage)) ?? '';
      return exchange.answer(documentOf(way, names, args));
    };
    const names = fieldsOf(way);
    const all = await answerTo(names);
    const together = isRefusedOnTheWay(all, way);
    for (const name of names)
      found[`${way.type.name}.${name}`] = outcomeAt(together ? all : await answerTo([name]), way, name);
  }
  return found;
}

const tryAll = async (exchange: Exchange): Promise<Found> => {
  const found = { ...(await tryFields(exchange)), ...(await tryOperations(exchange)) };
  exchange.close();
  return found;
};

const exchanges = {
  HTTP: async (caller: CallerName) => overHttp(stage.app.url, stage.tokens[caller]),
  WebSocket: (caller: CallerName) => overWebSocket(stage.app.url, stage.tokens[caller]),
} as const;

describe.each(['HTTP', 'WebSocket'] as const)('over %s', (transport) => {
  let seen: Found; // by an admin, from whom nothing is hidden
  beforeAll(async () => {
    seen = await tryAll(await exchanges[transport]('admin'));
  });

  it('nearly all of it is seen by an admin', () => {
    const unseen = coordinates.filter((coordinate) => ['null', 'nothing'].includes(seen[coordinate] ?? ''));
    const others = unseen.filter((coordinate) => typeOf(coordinate) !== 'RebuildStatus');
    expect([...new Set(others.map((it) => it.split('.')[1]))].sort()).toEqual(nullHere.toSorted());
  });

  it.each(callers)('the %s gets what is expected', async (caller) => {
    const found = caller === 'admin' ? seen : await tryAll(await exchanges[transport](caller));
    const expected = Object.keys(found).map((coordinate) => {
      const outcome = rowOf(coordinate)?.[caller];
      return [coordinate, outcome === 'value' && seen[coordinate] === 'null' ? 'null' : outcome];
    });
    expect(found).toEqual(Object.fromEntries(expected));
  });

  it('nobody gets anything', async () => {
    if (transport === 'WebSocket') {
      const socket = await connect(stage.app.url);
      socket.send({ type: 'connection_init' });
      return expect(await socket.closed()).toMatchObject({ code: 4403 });
    }
    const found = await tryAll(overHttp(stage.app.url));
    expect(new Set(Object.values(found))).toEqual(new Set(['UNAUTHENTICATED']));
  });
});
