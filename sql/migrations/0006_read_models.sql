-- What every read model says of the state that each of its rows shows.

alter table read_model.orders
  add column lane smallint,
  add column version integer,
  add column position bigint;

update read_model.orders set
  lane = (snapshot ->> 'lane')::smallint,
  version = (snapshot ->> 'version')::integer,
  position = (snapshot ->> 'position')::bigint;

alter table read_model.orders
  alter column lane set not null,
  alter column version set not null,
  alter column position set not null;

-- A rebuild fills a second table and swaps it in, which only an owner may. All of it can be derived again.
do $$
begin
  grant create on schema read_model to retrace_app;
  alter table read_model.orders owner to retrace_app;
exception
  when insufficient_privilege then
    raise notice 'read_model.orders stays with %: only that role can rebuild it: %', current_user, sqlerrm;
end $$;
