import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { startScript } from './page.js';

export interface Asset {
  readonly type: 'text/javascript' | 'text/css';
  readonly cacheControl: string;
  /** Reads and compresses when first asked, and keeps both. */
  read(): Promise<{ readonly plain: Buffer; readonly gzipped: Buffer }>;
}

const require = createRequire(import.meta.url);
const compress = promisify(gzip);

/** Files of GraphiQL and what it needs, by URL path, in the order in which the page loads them. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  packageFile('graphiql', 'graphiql.min.css'),
  packageFile('react', 'umd/react.production.min.js'),
  packageFile('react-dom', 'umd/react-dom.production.min.js'),
  packageFile('graphql-ws', 'umd/graphql-ws.min.js'),
  packageFile('graphiql', 'graphiql.min.js'),
  ['/graphiql/start.js', asset('text/javascript', 'no-cache', async () => Buffer.from(startScript))],
]);

/** The version is part of the path, so browsers may keep the file for ever. */
function packageFile(name: string, file: string): [string, Asset] {
  const manifest = require.resolve(`${name}/package.json`);
  const { version } = require(manifest) as { version: string };
  const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
  const load = () => readFile(join(dirname(manifest), file));
  return [`/graphiql/${name}@${version}/${file}`, asset(type, 'public, max-age=31536000, immutable', load)];
}

function asset(type: Asset['type'], cacheControl: string, load: () => Promise<Buffer>): Asset {
  let content: ReturnType<Asset['read']> | undefined;
  const read = async () => {
    const plain = await load();
    return { plain, gzipped: await compress(plain) };
  };
  return {
    type,
    cacheControl,
    read: () => {
      content ??= read();
      return content;
    },
  };
}
