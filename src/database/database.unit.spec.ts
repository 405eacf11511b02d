import type { SelectType } from 'kysely';
import { expectTypeOf, it } from 'vitest';
import type { DB } from '../testing/generated/tables.js';
import type { Database } from './database.js';

type Columns<Table> = {
  [Column in keyof Table]: null extends SelectType<Table[Column]> ? 'nullable' : 'not null';
};
type Shape<Tables> = { [Table in keyof Tables]: Columns<Tables[Table]> };

it('declares the tables and columns that the migrations make (the compiler checks it)', () => {
  expectTypeOf<Shape<Database>>().toEqualTypeOf<Shape<DB>>();
});
