/** See sql/migrations/0013_personal_data.sql. */
interface KeyTable {
  person_id: string;
  /** Null: destroyed; then the other columns say when, by whom and why. */
  key: Buffer | null;
  erased_at: Date | null;
  erased_by: string | null;
  reason: string | null;
}

export interface PersonalDataTables {
  'personal_data.keys': KeyTable;
}
