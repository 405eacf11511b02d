import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Caller, Role } from './context.js';
import { selectionOf } from './selection.js';

const schema = buildSchema(`
  type Query { hello: String }
  type Subscription { told(id: ID, after: String): Told  other: Told }
  type Told { text(shout: Boolean): String  number: Int }
`);
const operator: Caller = { actor: 'ann', roles: new Set<Role>(['operator']) };

const keyOf = (query: string, variableValues = {}, caller = operator, operationName: string | null = null) =>
  selectionOf({ schema, document: parse(query), variableValues, operationName }, caller).key;

const plain = keyOf('subscription { told { text } }');

describe('the key of a selection', () => {
  it.each([
    ['by literal arguments of the root field', 'subscription { told(id: "1", after: "x") { text } }', {}],
    ['by variables of the root field', 'subscription ($id: ID) { told(id: $id) { text } }', { id: '1' }],
    ['by variables that stand nowhere', 'subscription { told { text } }', { unused: true }],
    ['by layout', 'subscription{told{text,}}', {}],
    ['by its operation’s name', 'subscription Watch { told { text } }', {}],
  ])('is not changed %s', (_how, query, variables) => {
    expect(keyOf(query, variables)).toBe(plain);
  });

  it.each([
    ['fields', 'subscription { told { text number } }'],
    ['another field', 'subscription { told { number } }'],
    ['aliases', 'subscription { told { title: text } }'],
    ['an alias of the root field', 'subscription { it: told { text } }'],
    ['another root field', 'subscription { other { text } }'],
    ['arguments', 'subscription { told { text(shout: true) } }'],
    ['directives', 'subscription { told { text @include(if: true) } }'],
  ])('is changed by %s', (_what, query) => {
    expect(keyOf(query)).not.toBe(plain);
  });

  it('is changed by variables that the selection uses, also in fragments, and by their defaults', () => {
    const query = 'subscription ($s: Boolean) { told { ...It } } fragment It on Told { text(shout: $s) }';
    const keys = [{ s: true }, { s: false }, { s: null }, {}].map((variables) => keyOf(query, variables));
    keys.push(keyOf(query.replace('Boolean', 'Boolean = true')));
    expect(new Set(keys).size).toBe(5);
  });

  it('is not changed by the arguments of a root field that stands in fragments', () => {
    const inFragments = (args: string) =>
      keyOf(
        `subscription { ...Root } fragment Root on Subscription { ... on Subscription { told${args} { text } } }`,
      );
    expect(inFragments('(id: "1")')).toBe(inFragments(''));
  });

  it('is that of the operation that is asked for', () => {
    const query = 'subscription A { told { text } } subscription B { told { number } }';
    expect(keyOf(query, {}, operator, 'A')).toBe(plain);
    expect(keyOf(query, {}, operator, 'B')).not.toBe(plain);
  });

  it('is shared by callers of the same roles, and by no others', () => {
    const query = 'subscription { told { text } }';
    const caller = (actor: string, ...roles: Role[]): Caller => ({ actor, roles: new Set(roles) });
    expect(keyOf(query, {}, caller('bob', 'operator'))).toBe(plain);
    expect(keyOf(query, {}, caller('ann', 'admin'))).not.toBe(plain);
    expect(keyOf(query, {}, caller('ann', 'admin', 'operator'))).toBe(
      keyOf(query, {}, caller('bob', 'operator', 'admin')),
    );
  });
});
