-- Keys of persons: what events, read models and master data hold of a person is sealed with that person's key. A row
-- without a key is an erasure, which is for ever. Keep this schema apart from backups of all else: see
-- docs/decisions/0022-personal-data-is-sealed.md.

create schema personal_data;

create table personal_data.keys (
  person_id text collate "C" not null,
  key bytea, -- 256 random bits; null: destroyed, and what was sealed with it can be read by nobody
  erased_at timestamptz,
  erased_by text,
  reason text,
  constraint keys_pkey primary key (person_id),
  constraint keys_key_check check (length(key) = 32),
  constraint keys_erasure_check check (num_nulls(erased_at, erased_by, reason) = case when key is null then 0 else 3 end)
);

create index keys_erased_at_idx on personal_data.keys (erased_at, person_id) where erased_at is not null;

-- A key is never replaced, since what was sealed with it would be lost; it can only be destroyed, once.
create function personal_data.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the key of % can be destroyed, once, and not be changed', old.person_id;
end $$;

create trigger keys_are_only_destroyed before update on personal_data.keys
  for each row when (old.key is null or new.key is not null or new.person_id <> old.person_id)
  execute function personal_data.refuse_change();

grant usage on schema personal_data to retrace_app;
grant select, insert, update on personal_data.keys to retrace_app;
