-- A history that proves itself: each event has a hash over what it says and over the event before it in its
-- stream; the feed of each lane has a running root over all of its hashes. What exactly is hashed is written in
-- docs/history.md; src/event-store/hash-chain.ts makes the same in Node.

alter table event_store.heads
  add column root bytea not null
  default '\x0000000000000000000000000000000000000000000000000000000000000000';

alter table event_store.events
  add column source text, -- where the request came from
  add column hash bytea,
  add column root bytea;

-- The events that are there already, in the order of the feed.

create function event_store.hashed_field(p_text text) returns bytea language sql stable as $$
  select case
    when p_text is null then int4send(-1)
    else int4send(octet_length(convert_to(p_text, 'UTF8'))) || convert_to(p_text, 'UTF8')
  end
$$;

alter table event_store.events disable trigger events_append_only;

do $$
declare
  v_event event_store.events;
  v_lane smallint;
  v_hash bytea;
  v_root bytea;
  v_beginning constant bytea := decode(repeat('00', 32), 'hex');
begin
  for v_event in select * from event_store.events e order by e.lane, e.position loop
    if v_event.lane is distinct from v_lane then
      v_lane := v_event.lane;
      v_root := v_beginning;
    end if;
    select e.hash into v_hash from event_store.events e
    where e.lane = v_event.lane and e.stream_id = v_event.stream_id and e.version = v_event.version - 1;
    v_hash := coalesce(v_hash, v_beginning);
    v_hash := sha256(
      v_hash
      || sha256(
        event_store.hashed_field(v_event.event_id::text)
        || event_store.hashed_field(v_event.type)
        || event_store.hashed_field(v_event.schema_version::text)
        || event_store.hashed_field(v_event.data::text)
        || event_store.hashed_field(v_event.actor)
        || event_store.hashed_field(v_event.correlation_id::text)
        || event_store.hashed_field(v_event.causation_id::text)
        || event_store.hashed_field(v_event.request_id)
        || event_store.hashed_field(v_event.source)
        || event_store.hashed_field(v_event.subject))
      || uuid_send(v_event.stream_id)
      || int4send(v_event.version)
      || int8send((extract(epoch from v_event.recorded_at) * 1000)::bigint));
    v_root := sha256(v_root || v_hash);
    update event_store.events e set hash = v_hash, root = v_root
    where e.lane = v_event.lane and e.stream_id = v_event.stream_id and e.version = v_event.version;
    update event_store.heads h set root = v_root
    where h.lane = v_event.lane and h.position = v_event.position;
  end loop;
end $$;

alter table event_store.events enable trigger events_append_only;
drop function event_store.hashed_field;

alter table event_store.events
  alter column hash set not null,
  alter column root set not null;

-- As before, and each event is chained while the lane is locked. A digest is of what the writer knows of an event;
-- it is made before, by the writer.
drop function event_store.append;

-- Appends that arrived together, each judged on its own; one row for each, in their order.
-- At most one append for a stream, a key and a claim in a call, so that none depends on another.
-- Call it with plan_cache_mode = force_generic_plan: else each call plans its bulk insert anew (4 times as
-- slow). Set on the session, since SET on the function costs 60 microseconds a call.
--   appended   written now, at versions first_version to last_version
--   written    this very append had been written before (its answer was lost), from first_version on
--   repeated   its key stands for an earlier command; nothing written
--   conflict   the stream is at last_version, not at the expected one; nothing written
--   claimed    its claim is held by holder; nothing written
--   untimely   an instant of its own is before recorded_at, the newest so far, or in the future; nothing written
create function event_store.append(
  p_lane smallint,
  p_stream_ids uuid[],
  p_expected integer[], -- null: any version
  p_actors text[],
  p_keys text[],
  p_fingerprints text[],
  p_claims text[],
  p_counts integer[],
  p_event_ids uuid[],
  p_event_appends integer[], -- which append the event belongs to, from 1
  p_digests bytea, -- of all events, one behind the other
  p_types text[],
  p_schema_versions smallint[],
  p_data text[],
  p_event_actors text[],
  p_correlation_ids uuid[],
  p_causation_ids uuid[],
  p_request_ids text[],
  p_sources text[],
  p_subjects text[],
  p_recorded_at timestamptz[] -- of imported events; null, whole or in part: now
) returns table (
  status text,
  first_version integer,
  last_version integer,
  first_position bigint,
  recorded_at timestamptz,
  holder uuid,
  fingerprint text
) language plpgsql as $$
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
end $$;

revoke execute on function event_store.append from public;
grant execute on function event_store.append to retrace_app;

