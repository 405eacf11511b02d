create schema audit;

create schema event_store;

create schema fulfilment;

create schema master_data;

create schema personal_data;

create schema rate_limits;

create schema read_model;

create table audit.entries (
  id uuid not null,
  at timestamp with time zone default date_trunc('milliseconds'::text, clock_timestamp()) not null,
  actor text not null,
  roles text[] not null,
  source text,
  request_id text,
  correlation_id uuid,
  action text not null,
  order_id uuid,
  subject text,
  outcome text not null,
  message text,
  times integer not null,
  constraint entries_pkey PRIMARY KEY (id),
  constraint entries_times_check CHECK ((times > 0))
);

create table event_store.checkpoints (
  processor text not null,
  cursor bigint[] not null,
  updated_at timestamp with time zone default now() not null,
  revision bigint default 0 not null,
  constraint checkpoints_pkey PRIMARY KEY (processor)
);

create table event_store.claims (
  lane smallint not null,
  claim text not null,
  stream_id uuid not null,
  constraint claims_pkey PRIMARY KEY (lane, claim)
);

create table event_store.events (
  lane smallint not null,
  stream_id uuid not null,
  version integer not null,
  "position" bigint not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  data json not null,
  actor text not null,
  correlation_id uuid not null,
  causation_id uuid,
  request_id text,
  subject text,
  recorded_at timestamp with time zone not null,
  source text,
  hash bytea not null,
  root bytea not null,
  constraint events_pkey PRIMARY KEY (lane, stream_id, version),
  constraint events_position_key UNIQUE (lane, "position"),
  constraint events_schema_version_check CHECK ((schema_version > 0)),
  constraint events_version_check CHECK ((version > 0))
);

create table event_store.heads (
  lane smallint not null,
  "position" bigint default 0 not null,
  recorded_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  root bytea default '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea not null,
  constraint heads_pkey PRIMARY KEY (lane)
) with (fillfactor=10);

create table event_store.idempotency (
  lane smallint not null,
  actor text not null,
  key text not null,
  fingerprint text not null,
  stream_id uuid not null,
  first_version integer not null,
  last_version integer not null,
  recorded_at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (lane, actor, key)
);

create table event_store.identity (
  one boolean default true not null,
  store_id uuid default gen_random_uuid() not null,
  seal_key bytea default (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) not null,
  cursor_key bytea default (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) not null,
  constraint identity_pkey PRIMARY KEY (one),
  constraint identity_one_check CHECK (one)
);

create table event_store.parked_events (
  processor text not null,
  lane smallint not null,
  "position" bigint not null,
  stream_id uuid not null,
  version integer not null,
  event_id uuid not null,
  type text not null,
  error text not null,
  attempts integer not null,
  parked_at timestamp with time zone default now() not null,
  constraint parked_events_pkey PRIMARY KEY (processor, lane, "position"),
  constraint parked_events_version_key UNIQUE (processor, stream_id, version)
);

create table event_store.rebuilds (
  processor text not null,
  rebuild_id uuid not null,
  purpose text not null,
  phase text not null,
  target bigint[] not null,
  lane smallint,
  stream_id uuid,
  cursor bigint[] not null,
  events bigint default 0 not null,
  worked double precision default 0 not null,
  drift bigint,
  drifted uuid[] default '{}'::uuid[] not null,
  started_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint rebuilds_pkey PRIMARY KEY (processor)
);

create table event_store.snapshots (
  lane smallint not null,
  stream_id uuid not null,
  version integer not null,
  fold text not null,
  sealed text not null,
  constraint snapshots_pkey PRIMARY KEY (lane, stream_id, version)
);

create table fulfilment.processes (
  order_id uuid not null,
  noticed integer not null,
  version integer default 0 not null,
  state text default 'RUNNING'::text not null,
  next_step text,
  waiting_since timestamp with time zone,
  pending jsonb,
  attempts integer default 0 not null,
  undecided integer default 0 not null,
  faults integer default 0 not null,
  last_error text,
  retry_at timestamp with time zone,
  due_at timestamp with time zone,
  lease uuid,
  leased_until timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  constraint processes_pkey PRIMARY KEY (order_id)
);

create table master_data.customers (
  id text collate "C" not null,
  name text not null,
  email text not null,
  active boolean default true not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint customers_pkey PRIMARY KEY (id)
);

create table master_data.products (
  id text collate "C" not null,
  sku text not null,
  name text not null,
  price_minor bigint not null,
  price_currency character(3) not null,
  available boolean default true not null,
  stock_level integer not null,
  reserved integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint products_pkey PRIMARY KEY (id),
  constraint products_sku_key UNIQUE (sku),
  constraint products_price_check CHECK ((price_minor >= 0)),
  constraint products_reserved_check CHECK (((reserved >= 0) AND (reserved <= stock_level))),
  constraint products_stock_check CHECK ((stock_level >= 0))
);

create table master_data.reservations (
  order_id uuid not null,
  revision integer not null,
  constraint reservations_pkey PRIMARY KEY (order_id)
);

create table master_data.reserved_items (
  order_id uuid not null,
  product_id text collate "C" not null,
  reserved integer not null,
  shipped integer not null,
  constraint reserved_items_pkey PRIMARY KEY (order_id, product_id),
  constraint reserved_items_order_fkey FOREIGN KEY (order_id) REFERENCES master_data.reservations(order_id),
  constraint reserved_items_product_fkey FOREIGN KEY (product_id) REFERENCES master_data.products(id),
  constraint reserved_items_quantity_check CHECK (((reserved >= 0) AND (shipped >= 0)))
);

create table personal_data.keys (
  person_id text collate "C" not null,
  key bytea,
  erased_at timestamp with time zone,
  erased_by text,
  reason text,
  constraint keys_pkey PRIMARY KEY (person_id),
  constraint keys_erasure_check CHECK ((num_nulls(erased_at, erased_by, reason) =
CASE
    WHEN (key IS NULL) THEN 0
    ELSE 3
END)),
  constraint keys_key_check CHECK ((length(key) = 32))
);

create table rate_limits.spent (
  key text not null,
  points integer default 0 not null,
  expire bigint,
  constraint spent_pkey PRIMARY KEY (key)
) with (fillfactor=50);

create table read_model.orders (
  order_id uuid not null,
  reference text,
  customer_id text not null,
  status text not null,
  total numeric not null,
  product_ids text[] not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  snapshot jsonb not null,
  lane smallint not null,
  version integer not null,
  "position" bigint not null,
  constraint orders_pkey PRIMARY KEY (order_id)
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_insert_scale_factor=0.02, autovacuum_analyze_scale_factor=0.02);

CREATE INDEX entries_actor_idx ON audit.entries USING btree (actor, at, id);

CREATE INDEX entries_at_idx ON audit.entries USING btree (at, id);

CREATE INDEX entries_order_idx ON audit.entries USING btree (order_id, at, id) WHERE (order_id IS NOT NULL);

CREATE INDEX events_actor_position_idx ON event_store.events USING btree (actor, lane, "position");

CREATE INDEX events_subject_position_idx ON event_store.events USING btree (subject, lane, "position");

CREATE INDEX events_type_position_idx ON event_store.events USING btree (type, lane, "position");

CREATE INDEX keys_erased_at_idx ON personal_data.keys USING btree (erased_at, person_id) WHERE (erased_at IS NOT NULL);

CREATE INDEX orders_created_at_idx ON read_model.orders USING btree (created_at, order_id) INCLUDE (updated_at, total, status, customer_id);

CREATE INDEX orders_customer_idx ON read_model.orders USING btree (customer_id, created_at, order_id) INCLUDE (updated_at, total, status);

CREATE INDEX orders_product_ids_idx ON read_model.orders USING gin (product_ids) WITH (gin_pending_list_limit='256');

CREATE INDEX orders_reference_idx ON read_model.orders USING btree (reference) WHERE (reference IS NOT NULL);

CREATE INDEX orders_status_idx ON read_model.orders USING btree (status, created_at, order_id) INCLUDE (updated_at, total, customer_id);

CREATE INDEX orders_total_idx ON read_model.orders USING btree (total, order_id) INCLUDE (created_at, updated_at, status, customer_id);

CREATE INDEX orders_updated_at_idx ON read_model.orders USING btree (updated_at, order_id) INCLUDE (created_at, total, status, customer_id);

CREATE INDEX processes_due_at_idx ON fulfilment.processes USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX processes_state_idx ON fulfilment.processes USING btree (state, order_id);

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% on %.% is refused: what was done stays on record', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION event_store.append(p_lane smallint, p_stream_ids uuid[], p_expected integer[], p_actors text[], p_keys text[], p_fingerprints text[], p_claims text[], p_counts integer[], p_event_ids uuid[], p_event_appends integer[], p_digests bytea, p_types text[], p_schema_versions smallint[], p_data text[], p_event_actors text[], p_correlation_ids uuid[], p_causation_ids uuid[], p_request_ids text[], p_sources text[], p_subjects text[], p_recorded_at timestamp with time zone[])
 RETURNS TABLE(status text, first_version integer, last_version integer, first_position bigint, recorded_at timestamp with time zone, holder uuid, fingerprint text)
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_variable
declare
  v_head event_store.heads;
  v_known event_store.idempotency;
  v_position bigint;
  v_now timestamptz;
  v_newest timestamptz; -- of all accepted events so far
  v_instant timestamptz;
  v_event integer := 0; -- events of the appends before this one
  v_first_events integer[] := '{}';
  v_versions integer[] := '{}'; -- of each stream before its append; -1: not accepted
  v_positions bigint[] := '{}'; -- of the feed before each append
  v_current integer;
  v_hash bytea;
  v_root bytea;
  v_stream bytea;
  v_milliseconds bytea; -- of v_now
  v_imported bytea; -- milliseconds of an event with an instant of its own
  v_hashes bytea[] := array_fill(null::bytea, array[cardinality(p_event_ids)]);
  v_roots bytea[] := v_hashes;
begin
  -- Each statement of a volatile function sees what was committed before it: all that follows is exact.
  select * into strict v_head from event_store.heads h where h.lane = p_lane for update;
  v_position := v_head.position;
  v_newest := v_head.recorded_at;
  v_root := v_head.root;
  v_now := greatest(date_trunc('milliseconds', clock_timestamp()), v_newest);
  v_milliseconds := int8send((extract(epoch from v_now) * 1000)::bigint);

  for i in 1 .. cardinality(p_stream_ids) loop
    status := 'appended';
    recorded_at := v_now;
    holder := null;
    fingerprint := null;
    first_position := v_position + 1;
    select e.version, e.hash into v_current, v_hash from event_store.events e
    where e.lane = p_lane and e.stream_id = p_stream_ids[i] order by e.version desc limit 1;
    if not found then
      v_current := 0;
      v_hash := decode(repeat('00', 32), 'hex');
    end if;
    first_version := v_current + 1;
    last_version := v_current + p_counts[i];

    if v_current <> p_expected[i] then
      status := 'conflict';
      first_version := p_expected[i] + 1;
      last_version := v_current;
    end if;
    if p_claims[i] is not null and status = 'appended' then
      select c.stream_id into holder from event_store.claims c where c.lane = p_lane and c.claim = p_claims[i];
      if holder <> p_stream_ids[i] then
        status := 'claimed';
      end if;
    end if;
    if p_keys[i] is not null then
      select k.* into v_known from event_store.idempotency k
      where k.lane = p_lane and k.actor = p_actors[i] and k.key = p_keys[i];
      if found then
        status := 'repeated';
        first_version := v_known.first_version;
        last_version := v_known.last_version;
        holder := v_known.stream_id;
        fingerprint := v_known.fingerprint;
      end if;
    end if;
    -- In order of version, so that the primary key serves it: a plan made for an empty table may take any index
    -- that begins with lane, and later reads the whole lane.
    if status in ('conflict', 'repeated') and p_counts[i] > 0 and p_event_ids[v_event + 1] = (
      select e.event_id from event_store.events e
      where e.lane = p_lane and e.stream_id = p_stream_ids[i] and e.version >= first_version
      order by e.version limit 1
    ) then
      status := 'written';
    end if;
    if status = 'appended' and p_recorded_at is not null then
      v_instant := v_newest;
      for n in v_event + 1 .. v_event + p_counts[i] loop
        if p_recorded_at[n] not between v_instant and v_now then
          status := 'untimely';
          recorded_at := v_newest;
          exit;
        end if;
        v_instant := coalesce(p_recorded_at[n], v_now);
      end loop;
    end if;

    v_first_events := v_first_events || v_event;
    v_versions := v_versions || case status when 'appended' then v_current else -1 end;
    v_positions := v_positions || v_position;
    if status = 'appended' then
      v_stream := uuid_send(p_stream_ids[i]);
      for n in 1 .. p_counts[i] loop
        if p_recorded_at is not null then
          v_imported := int8send((extract(epoch from p_recorded_at[v_event + n]) * 1000)::bigint);
        end if;
        v_hash := sha256(v_hash || substring(p_digests from 32 * (v_event + n) - 31 for 32)
          || v_stream || int4send(v_current + n) || coalesce(v_imported, v_milliseconds));
        v_root := sha256(v_root || v_hash);
        v_hashes[v_event + n] := v_hash;
        v_roots[v_event + n] := v_root;
      end loop;
    end if;
    v_event := v_event + p_counts[i];
    if status = 'appended' then
      v_position := v_position + p_counts[i];
      v_newest := case when p_recorded_at is null then v_now else v_instant end;
      if p_claims[i] is not null and holder is null then
        insert into event_store.claims (lane, claim, stream_id) values (p_lane, p_claims[i], p_stream_ids[i]);
      end if;
      if p_keys[i] is not null then
        insert into event_store.idempotency
          (lane, actor, key, fingerprint, stream_id, first_version, last_version, recorded_at)
        values (p_lane, p_actors[i], p_keys[i], p_fingerprints[i], p_stream_ids[i], v_current + 1,
          v_current + p_counts[i], v_now);
      end if;
    end if;
    return next;
  end loop;

  if v_position = v_head.position then
    return;
  end if;
  insert into event_store.events (lane, stream_id, version, position, event_id, type, schema_version, data,
    actor, correlation_id, causation_id, request_id, source, subject, recorded_at, hash, root)
  select p_lane, p_stream_ids[e.append], v_versions[e.append] + e.n - v_first_events[e.append],
    v_positions[e.append] + e.n - v_first_events[e.append], e.id, e.type, e.schema_version, e.data::json,
    e.actor, e.correlation_id, e.causation_id, e.request_id, e.source, e.subject, coalesce(e.recorded_at, v_now),
    e.hash, e.root
  from unnest(p_event_ids, p_event_appends, p_types, p_schema_versions, p_data, p_event_actors,
      p_correlation_ids, p_causation_ids, p_request_ids, p_sources, p_subjects, p_recorded_at, v_hashes, v_roots)
    with ordinality as e (id, append, type, schema_version, data, actor, correlation_id, causation_id,
      request_id, source, subject, recorded_at, hash, root, n)
  where v_versions[e.append] >= 0;
  update event_store.heads h set position = v_position, recorded_at = v_newest, root = v_root where h.lane = p_lane;
end $function$;

CREATE OR REPLACE FUNCTION event_store.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% on event_store.% is refused: history is append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION event_store.version_at_position(p_lane smallint, p_stream_id uuid, p_position bigint)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  v_low integer := 0;
  v_high integer := coalesce((
    select e.version from event_store.events e
    where e.lane = p_lane and e.stream_id = p_stream_id order by e.version desc limit 1), 0);
  v_middle integer;
begin
  while v_low < v_high loop
    v_middle := (v_low + v_high + 1) / 2;
    if p_position >= (
      select e.position from event_store.events e
      where e.lane = p_lane and e.stream_id = p_stream_id and e.version = v_middle
    ) then
      v_low := v_middle;
    else
      v_high := v_middle - 1;
    end if;
  end loop;
  return v_low;
end $function$;

CREATE OR REPLACE FUNCTION master_data.change_reservation(p_order_id uuid, p_revision integer, p_product_ids text[], p_reserved integer[], p_shipped integer[])
 RETURNS TABLE(status text, revision integer, product_id text, requested bigint, available bigint)
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_variable
declare
  -- The lines that change.
  v_product_ids text[];
  v_reserved integer[];
  v_shipped integer[];
  v_more integer[]; -- reserved than before
  v_leaving integer[]; -- the stock
begin
  -- Each statement of a volatile function sees what was committed before it: all that follows is exact.
  -- Where there is no row to lock, it is made, and unmade below if nothing comes of it.
  if p_revision = 0 then
    insert into master_data.reservations (order_id, revision) values (p_order_id, 0) on conflict do nothing;
  end if;
  select r.revision into revision from master_data.reservations r where r.order_id = p_order_id for update;
  if revision is distinct from p_revision then
    status := 'stale';
    return next;
    return;
  end if;

  select array_agg(l.product_id), array_agg(l.reserved), array_agg(l.shipped), array_agg(l.more),
    array_agg(l.leaving)
  into v_product_ids, v_reserved, v_shipped, v_more, v_leaving
  from (
    select coalesce(t.product_id, i.product_id) as product_id,
      coalesce(t.reserved, 0) as reserved, coalesce(t.reserved, 0) - coalesce(i.reserved, 0) as more,
      coalesce(t.shipped, 0) as shipped, coalesce(t.shipped, 0) - coalesce(i.shipped, 0) as leaving
    from unnest(p_product_ids, p_reserved, p_shipped) with ordinality as t (product_id, reserved, shipped, n)
      full join (select * from master_data.reserved_items where order_id = p_order_id) as i
        on i.product_id = t.product_id
    order by t.n
  ) as l
  where l.more <> 0 or l.leaving <> 0;
  if 0 > any(v_leaving) then
    raise exception 'order % cannot take back what it shipped', p_order_id using errcode = 'invalid_parameter_value';
  end if;

  perform from master_data.products p where p.id = any(v_product_ids) order by p.id for update;
  select l.product_id, l.reserved::bigint + l.leaving,
    coalesce(p.stock_level - p.reserved, 0)::bigint + l.reserved - l.more
  into product_id, requested, available
  from unnest(v_product_ids, v_reserved, v_more, v_leaving) with ordinality
      as l (product_id, reserved, more, leaving, n)
    left join master_data.products p on p.id = l.product_id
  where l.more::bigint + l.leaving > coalesce(p.stock_level - p.reserved, 0)
  order by l.n limit 1;

  status := case when product_id is null then 'changed' else 'short' end;
  if status = 'short' or v_product_ids is null then
    delete from master_data.reservations r where r.order_id = p_order_id and r.revision = 0;
    return next;
    return;
  end if;

  revision := p_revision + 1;
  update master_data.reservations r set revision = p_revision + 1 where r.order_id = p_order_id;
  update master_data.products p
  set stock_level = p.stock_level - l.leaving, reserved = p.reserved + l.more, updated_at = now()
  from unnest(v_product_ids, v_more, v_leaving) as l (product_id, more, leaving)
  where p.id = l.product_id;
  insert into master_data.reserved_items (order_id, product_id, reserved, shipped)
  select p_order_id, l.* from unnest(v_product_ids, v_reserved, v_shipped) as l
  on conflict on constraint reserved_items_pkey
    do update set reserved = excluded.reserved, shipped = excluded.shipped;
  return next;
end $function$;

CREATE OR REPLACE FUNCTION master_data.restore_reservations(p_order_ids uuid[], p_revisions integer[], p_item_order_ids uuid[], p_product_ids text[], p_reserved integer[], p_shipped integer[])
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  v_order_ids uuid[];
begin
  with restored as (
    insert into master_data.reservations (order_id, revision)
    select * from unnest(p_order_ids, p_revisions) as r (order_id, revision) order by r.order_id
    on conflict do nothing
    returning order_id
  )
  select array_agg(order_id) into v_order_ids from restored;

  -- Before items are inserted: their foreign key locks products too, in the order of the items.
  perform from master_data.products p where p.id = any(p_product_ids) order by p.id for update;
  with restored as (
    insert into master_data.reserved_items (order_id, product_id, reserved, shipped)
    select i.* from unnest(p_item_order_ids, p_product_ids, p_reserved, p_shipped)
        as i (order_id, product_id, reserved, shipped)
      join unnest(v_order_ids) as r (order_id) on r.order_id = i.order_id
    returning product_id, reserved
  )
  update master_data.products p
  set reserved = p.reserved + i.reserved, updated_at = now()
  from (select product_id, sum(reserved) as reserved from restored where reserved > 0 group by product_id) as i
  where p.id = i.product_id;
  return coalesce(cardinality(v_order_ids), 0);
end $function$;

CREATE OR REPLACE FUNCTION personal_data.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the key of % can be destroyed, once, and not be changed', old.person_id;
end $function$;

CREATE TRIGGER claims_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON event_store.claims FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_change();

CREATE TRIGGER entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON event_store.events FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_change();

CREATE TRIGGER keys_are_only_destroyed BEFORE UPDATE ON personal_data.keys FOR EACH ROW WHEN (((old.key IS NULL) OR (new.key IS NOT NULL) OR (new.person_id <> old.person_id))) EXECUTE FUNCTION personal_data.refuse_change();

grant execute on function audit.refuse_change to public;

grant execute on function event_store.append to retrace_app;

grant execute on function event_store.refuse_change to public;

grant execute on function event_store.version_at_position to retrace_app;

grant execute on function master_data.change_reservation to retrace_app;

grant execute on function master_data.restore_reservations to retrace_app;

grant execute on function personal_data.refuse_change to public;

grant usage on schema audit to retrace_app;

grant usage on schema event_store to retrace_app;

grant usage on schema fulfilment to retrace_app;

grant usage on schema master_data to retrace_app;

grant usage on schema personal_data to retrace_app;

grant usage on schema rate_limits to retrace_app;

grant create, usage on schema read_model to retrace_app;

grant insert, select on table audit.entries to retrace_app;

grant insert, select, update on table event_store.checkpoints to retrace_app;

grant insert, select on table event_store.claims to retrace_app;

grant insert, select on table event_store.events to retrace_app;

grant select, update on table event_store.heads to retrace_app;

grant insert, select on table event_store.idempotency to retrace_app;

grant select on table event_store.identity to retrace_app;

grant delete, insert, select, update on table event_store.parked_events to retrace_app;

grant delete, insert, select, update on table event_store.rebuilds to retrace_app;

grant delete, insert, select, update on table event_store.snapshots to retrace_app;

grant insert, select, update on table fulfilment.processes to retrace_app;

grant insert, select, update on table master_data.customers to retrace_app;

grant insert, select, update on table master_data.products to retrace_app;

grant delete, insert, select, update on table master_data.reservations to retrace_app;

grant insert, select, update on table master_data.reserved_items to retrace_app;

grant insert, select, update on table personal_data.keys to retrace_app;

grant delete, insert, select, update on table rate_limits.spent to retrace_app;
