// What neither the compiler nor Biome nor dependency-cruiser sees. Prints each breach, and exits with 1.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import stores from './stores.cjs';

interface LineRule {
  readonly says: string;
  readonly pattern: RegExp;
  readonly paths?: RegExp;
  readonly exempt?: readonly string[];
}

const largestMedian = 80;
const vagueName = /(^|[/.-])(utils?|helpers?|common|services?|managers?|base)([/.-]|$)/;
const notProduction = ['^src/(testing|proof)/', '\\.spec\\.ts$'];

const lineRules: readonly LineRule[] = [
  { says: 'do it now, or make it an issue', pattern: /\b(TODO|FIXME)\b/ },
  { says: 'no path of a machine', pattern: /(^|[\s"'`(=:])\/(home|Users|root|work)\// },
  { says: 'the lockfile names no registry', pattern: /"resolved":/, paths: /^package-lock\.json$/ },
  {
    says: 'no vague name',
    pattern: /\b(class|interface|type|function) \w*(Utils?|Helpers?|Common|Services?|Managers?|Base)\b/,
    paths: /^src\//,
  },
  {
    says: 'a domain has no clock, no randomness, no I/O',
    pattern:
      /\b(Date\.now|new Date\(\)|Math\.random|performance\.|crypto\.|process\.|console\.|fetch\(|set(Timeout|Interval|Immediate)\()/,
    paths: /^src\/([^/]+\/domain|money)\//,
    exempt: notProduction,
  },
  {
    says: 'SQL stands in the stores (.ci/stores.cjs)',
    pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql(\.\w+|<.*>)?`/,
    paths: /^src\//,
    exempt: [...stores, ...notProduction],
  },
];

const isText = /\.([cm]?[jt]s|json|sql|graphql|ya?ml|md|css|html)$|^\.ci\/run$/;
const isHandWritten = /^src\/(?!testing\/generated\/).*\.ts$/;

const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => isText.test(path) && existsSync(path) && path !== '.ci/house-rules.ts');
const files = paths.map((path) => ({ path, lines: readFileSync(path, 'utf8').trimEnd().split('\n') }));

const breaches = files.flatMap(({ path, lines }) => {
  const rules = lineRules.filter(
    ({ paths, exempt = [] }) =>
      (paths?.test(path) ?? true) && !exempt.some((part) => new RegExp(part).test(path)),
  );
  const inLines = lines.flatMap((line, i) =>
    rules.filter(({ pattern }) => pattern.test(line)).map(({ says }) => `${path}:${i + 1}: ${says}`),
  );
  return vagueName.test(path) ? [`${path}: no vague name`, ...inLines] : inLines;
});

const sizes = files.filter(({ path }) => isHandWritten.test(path)).map(({ lines }) => lines.length);
const median = sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 0;
if (median > largestMedian)
  breaches.push(`src: the median file has ${median} lines, more than ${largestMedian}`);

for (const breach of breaches) console.error(breach);
if (breaches.length > 0) process.exit(1);
