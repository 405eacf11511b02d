-- Who did what, as far as no event tells it: refused commands of operators, attempts at what the caller may not do,
-- accepted commands that change rows and no order, and command lines.
create schema audit;

create table audit.entries (
  id uuid not null,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  actor text not null,
  roles text[] not null,
  source text, -- the client's address; sealed where it is a customer's
  request_id text,
  correlation_id uuid,
  action text not null, -- a mutation, or a command line
  order_id uuid,
  subject text, -- the customer, product, projection or parked event that it was about
  outcome text not null, -- DONE, or the code of the error
  message text,
  times integer not null, -- how many that were alike this entry stands for
  constraint entries_pkey primary key (id),
  constraint entries_times_check check (times > 0)
);

create index entries_at_idx on audit.entries (at, id);
create index entries_actor_idx on audit.entries (actor, at, id);
create index entries_order_idx on audit.entries (order_id, at, id) where order_id is not null;

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is refused: what was done stays on record', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger entries_append_only before update or delete or truncate on audit.entries
  for each statement execute function audit.refuse_change();

grant usage on schema audit to retrace_app;
grant select, insert on audit.entries to retrace_app;

-- For the trail of an actor. Lane stands second, as in the indexes of 0005. It costs what one of those costs: a sixth
-- of what Postgres takes to write a row. Appends at 32 and 128 at once, in interleaved rounds with it and without,
-- differed by less than the noise.
create index events_actor_position_idx on event_store.events (actor, lane, position);
