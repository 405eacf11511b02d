const stores = require('./.ci/stores.cjs');

// Who may import whom. A folder of src/ that is not named here is a slice.
const engine = 'event-sourcing|event-store|shared-cache|rate-limits|processors|database';
const shared = 'graphql|metrics|validation|money|master-data|personal-data';
const outside = 'cli|console|testing|proof';

const slices = `^src/(?!(?:${engine}|${shared}|${outside})/)([^/]+)/`;
const entrances = `${slices}index\\.ts$`;
const graphqlFolders = ['^src/graphql/', '^src/[^/]+/graphql/'];
const compositionRoot = '^src/[^/]+\\.ts$';
const notProduction = '^src/(testing|proof)/|\\.spec\\.ts$';
const packages = (names) => `(^|/)node_modules/(${names})(/|$)`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'event-sourcing-imports-nothing',
      'The core is plain TypeScript: no package, not even of Node, and nothing else of ours.',
      { path: '^src/event-sourcing/', pathNot: notProduction },
      { pathNot: '^src/event-sourcing/' },
    ),
    rule(
      'domain-is-pure',
      'A domain knows itself, the core and money.',
      { path: '^src/([^/]+)/domain/', pathNot: notProduction },
      { pathNot: ['^src/$1/domain/', '^src/event-sourcing/', '^src/money/money\\.ts$'] },
    ),
    rule(
      'money-is-pure',
      'Domains use it.',
      { path: '^src/money/money\\.ts$' },
      { pathNot: packages('currency-codes') },
    ),
    rule(
      'engine-knows-no-slice',
      'One exception: the Database type is composed of all tables.',
      { path: `^src/(${engine}|${shared})/`, pathNot: ['^src/database/database\\.ts$', notProduction] },
      { path: slices },
    ),
    rule(
      'database-type-knows-tables-only',
      'And as types.',
      { path: '^src/database/database\\.ts$' },
      { path: slices, pathNot: `${slices}tables\\.ts$` },
    ),
    rule(
      'database-type-is-a-type',
      'Nothing of a slice runs because the engine is loaded.',
      { path: '^src/database/database\\.ts$' },
      { path: slices, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'slices-meet-at-index',
      'What a slice offers to others stands in its index.ts. What is in testing/<slice>/ is its own.',
      { path: '^src/(?:testing/)?([^/]+)/', pathNot: '^src/database/database\\.ts$' },
      { path: slices, pathNot: ['^src/$1/', entrances] },
    ),
    rule(
      'composition-enters-at-index',
      'What a slice offers to others stands in its index.ts.',
      { path: compositionRoot },
      { path: slices, pathNot: entrances },
    ),
    rule(
      'resolver-reaches-own-slice',
      'What it needs of another slice, its own slice asks for.',
      { path: '^src/([^/]+)/graphql/', pathNot: notProduction },
      { path: slices, pathNot: '^src/$1/' },
    ),
    rule(
      'graphql-packages-in-graphql-folders',
      'The rest would work behind any other transport.',
      { path: '^src/', pathNot: [...graphqlFolders, notProduction] },
      { path: packages('graphql|type-graphql|@apollo|graphql-ws|graphql-scalars|graphiql|ws') },
    ),
    rule(
      'transport-as-types-only',
      'Only the edges (graphql folders, entrances, composition) load the transport.',
      { path: '^src/[^/]+/', pathNot: [...graphqlFolders, entrances, notProduction] },
      { path: graphqlFolders, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'sql-packages-in-stores',
      'SQL stands beside the tables it is about.',
      { path: '^src/', pathNot: [...stores, notProduction] },
      { path: packages('kysely|pg') },
    ),
    rule(
      'event-store-behind-its-interface',
      'All but the composition root use the EventStore of event-sourcing.',
      { path: '^src/[^/]+/', pathNot: ['^src/event-store/', '^src/database/database\\.ts$', notProduction] },
      { path: '^src/event-store/' },
    ),
    rule(
      'composition-is-the-top',
      'Parts are given what they need; they do not reach for it.',
      { path: '^src/[^/]+/', pathNot: ['^src/cli/', notProduction] },
      { path: compositionRoot },
    ),
    rule(
      'production-without-testing',
      'Tests and what they need are not shipped.',
      { path: '^src/', pathNot: notProduction },
      { path: notProduction },
    ),
    rule(
      'production-without-dev-packages',
      'They are absent where only dependencies are installed.',
      { path: '^src/', pathNot: notProduction },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: packages('@types') },
    ),
    rule('packages-are-declared', 'In package.json.', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    rule('imports-resolve', 'To a file or a package.', {}, { couldNotResolve: true }),
    rule('no-cycles', 'Not even of types.', {}, { circular: true }),
    rule('no-orphans', 'Every file is used.', { orphan: true, pathNot: '\\.d\\.ts$' }, {}),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/testing/generated/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
