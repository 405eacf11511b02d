import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One copy of graphql, else "another module or realm"; decorators as tsc writes them.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true } },
  test: {
    include: ['src/**/*.spec.ts'],
    // Specs wait more than they compute, for Postgres and for processes: two go well on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['src/testing/cluster.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
