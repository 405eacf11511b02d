-- How far each rebuild has come with the table that it fills beside the live one. Its steps hold the row's lock.
create table event_store.rebuilds (
  processor text not null,
  rebuild_id uuid not null,
  purpose text not null, -- the code and the table that it was begun for
  phase text not null,
  target bigint[] not null, -- the feed's end when it began: up to there it is loaded stream by stream
  lane smallint, -- of the last stream loaded
  stream_id uuid,
  cursor bigint[] not null, -- how far the new table is, once it is loaded
  events bigint not null default 0, -- that are in the new table
  worked double precision not null default 0, -- milliseconds
  drift bigint, -- rows in which the live table was found to differ
  drifted uuid[] not null default '{}', -- streams of some of them
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint rebuilds_pkey primary key (processor)
);

grant select, insert, update, delete on event_store.rebuilds to retrace_app;
