-- Whoever moves a checkpoint says which revision of it the move was made from, as writers of a stream do.
alter table event_store.checkpoints add column revision bigint not null default 0;

-- Events that a processor could not apply, and those of the same streams that wait behind them.
create table event_store.parked_events (
  processor text not null,
  lane smallint not null,
  position bigint not null,
  stream_id uuid not null,
  version integer not null,
  event_id uuid not null,
  type text not null,
  error text not null,
  attempts integer not null, -- 0: it waits behind another
  parked_at timestamptz not null default now(),
  constraint parked_events_pkey primary key (processor, lane, position),
  constraint parked_events_version_key unique (processor, stream_id, version)
);

grant select, insert, update, delete on event_store.parked_events to retrace_app;
