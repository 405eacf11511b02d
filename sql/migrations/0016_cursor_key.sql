-- What seals the cursors that clients get, so that they tell nobody how many events there are. Of a key of its own,
-- since an export carries it to the store that clients are to go on with.

alter table event_store.identity
  add column cursor_key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());

-- By an import into a store without events.
grant update (cursor_key) on event_store.identity to retrace_app;
