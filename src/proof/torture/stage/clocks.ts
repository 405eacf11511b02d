import { rename, writeFile } from 'node:fs/promises';
import type pg from 'pg';

/** Preloaded by a server, it makes its clock wrong; see `WRONG_CLOCK` in there. */
export const wrongClock = new URL('../../../testing/wrong-clock.mjs', import.meta.url).href;

/** Shadows Postgres' own: names are looked up in `wrong_clock` first, by all sessions that begin from now on. */
const shadow = (database: string): string => `
  create schema wrong_clock;
  create table wrong_clock.shift (by interval not null);
  insert into wrong_clock.shift values ('0');
  create function wrong_clock.now() returns timestamptz language sql stable
    as 'select pg_catalog.now() + by from wrong_clock.shift';
  create function wrong_clock.clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + by from wrong_clock.shift';
  grant usage on schema wrong_clock to public;
  grant select on wrong_clock.shift to public;
  alter database ${database} set search_path = wrong_clock, pg_catalog, public`;

export async function shadowPostgresClock(client: pg.Pool, database: string): Promise<void> {
  await client.query(shadow(database));
}

/** Moves Postgres' clock; 0 puts it right. */
export async function movePostgresClock(client: pg.Pool, milliseconds: number): Promise<void> {
  await client.query(`update wrong_clock.shift set by = $1::float8 * interval '1 ms'`, [milliseconds]);
}

/** Moves the clock of the servers that look at this file; 0 puts it right. */
export async function moveServerClock(file: string, milliseconds: number): Promise<void> {
  await writeFile(`${file}.new`, `${milliseconds}`);
  await rename(`${file}.new`, file);
}
