import pg from 'pg';
import type { PostgresConnection } from '../database/embedded/index.js';

/**
 * All that a database holds in any table of any schema of its own but those left out, as text: what a backup would
 * have. Bytes are shown both as hexadecimal digits and as the text that they might be.
 */
export async function wholeDump(connection: PostgresConnection, leftOut: readonly string[]): Promise<string> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname <> all($1) and n.nspname !~ '^(pg_|information_schema)' order by 1`,
      [leftOut],
    );
    const parts: string[] = [];
    for (const { name } of tables as { name: string }[]) {
      const { rows } = await client.query({ text: `select * from ${name}`, rowMode: 'array' });
      parts.push(name, ...rows.flat().map(asText));
    }
    return parts.join('\n');
  } finally {
    await client.end();
  }
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return `${value.toString('hex')} ${value.toString('utf8')}`;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
