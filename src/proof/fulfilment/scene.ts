import type pg from 'pg';
import { expect } from 'vitest';
import { ask } from '../../testing/graphql-client.js';
import type { TestGateway } from '../../testing/test-gateway.js';
import { inputTypeOf } from '../queries.js';

/** Where orders live: a server, its database, its gateway. */
export interface Scene {
  readonly url: string;
  readonly client: pg.Pool;
  readonly gateway: TestGateway;
}

const refusals = ['BUSINESS_RULE_ERROR', 'VALIDATION_ERROR', 'CONCURRENCY_ERROR'];

/** A mutation that may be refused, as good as not where things happen at random. */
export async function refusable({ url }: Pick<Scene, 'url'>, mutation: string, input: object): Promise<void> {
  const text = `mutation($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { cursor } }`;
  const { errors = [] } = await ask(url, text, { input });
  for (const { message, extensions } of errors) expect(refusals, message).toContain(extensions.code);
}
