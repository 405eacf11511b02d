-- States of streams at some of their versions, so that reads need not fold from the first event. All of them can
-- be deleted at any time.

create table event_store.snapshots (
  lane smallint not null,
  stream_id uuid not null,
  version integer not null,
  fold text not null, -- fingerprint of the code that made it
  sealed text not null, -- the state as JSON under a seal
  constraint snapshots_pkey primary key (lane, stream_id, version)
);

-- What this store is called where it shares a cache with others, and the key of the seals by which it knows its
-- own snapshots again, wherever they were kept.
create table event_store.identity (
  one boolean not null default true,
  store_id uuid not null default gen_random_uuid(),
  seal_key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  constraint identity_pkey primary key (one),
  constraint identity_one_check check (one)
);
insert into event_store.identity default values;

grant select, insert, update, delete on event_store.snapshots to retrace_app;
grant select on event_store.identity to retrace_app;
