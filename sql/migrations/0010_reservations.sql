-- What orders hold of the stock: plain rows, and the truth about it. Those of finished orders stay, since they say
-- what was shipped; a line that an order holds no more stays at zero.
--
-- Of each product, reserved is the sum of its lines here. Only the two functions below change both, and they lock
-- reservations by order before products by id, as whoever locks several products must: so nobody waits in a circle.

create table master_data.reservations (
  order_id uuid not null,
  revision integer not null, -- grows by one with each change; who changes it says which one was seen
  constraint reservations_pkey primary key (order_id)
);

create table master_data.reserved_items (
  order_id uuid not null,
  product_id text collate "C" not null,
  reserved integer not null,
  shipped integer not null, -- has left the stock; never falls
  constraint reserved_items_pkey primary key (order_id, product_id),
  constraint reserved_items_order_fkey foreign key (order_id) references master_data.reservations,
  constraint reserved_items_product_fkey foreign key (product_id) references master_data.products,
  constraint reserved_items_quantity_check check (reserved >= 0 and shipped >= 0)
);

-- Makes an order's reservation what it shall be: all lines or none.
--   changed  it is so now, at revision; nothing written where it was so already
--   stale    another revision is current; nothing written
--   short    of product_id, the first in the order of the lines, there is less than needed; nothing written
create function master_data.change_reservation(
  p_order_id uuid,
  p_revision integer, -- the one that was seen; 0: there is none
  p_product_ids text[], -- each once; what is held of others is given up
  p_reserved integer[],
  p_shipped integer[]
) returns table (status text, revision integer, product_id text, requested bigint, available bigint)
language plpgsql as $$
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
end $$;

-- Writes reservations as an export tells of them, of orders that have none, and answers of how many. The stock is
-- left alone: in the export, what was shipped has left it. A constraint refuses what the stock does not cover.
create function master_data.restore_reservations(
  p_order_ids uuid[],
  p_revisions integer[],
  p_item_order_ids uuid[],
  p_product_ids text[],
  p_reserved integer[],
  p_shipped integer[]
) returns integer language plpgsql as $$
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
end $$;

grant select, insert, update, delete on master_data.reservations to retrace_app; -- items keep theirs from deletion
grant select, insert, update on master_data.reserved_items to retrace_app;
revoke execute on function master_data.change_reservation, master_data.restore_reservations from public;
grant execute on function master_data.change_reservation, master_data.restore_reservations to retrace_app;
