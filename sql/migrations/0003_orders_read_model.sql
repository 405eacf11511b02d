-- Rows derived from the feed by the projection "orders". Can be dropped and rebuilt at any time.

create schema read_model;

create table read_model.orders (
  order_id uuid not null,
  reference text,
  customer_id text not null,
  status text not null,
  total numeric not null, -- in the major unit, to compare and to sort
  product_ids text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  snapshot jsonb not null, -- the whole order at its last version
  constraint orders_pkey primary key (order_id)
);

-- Lists are keyset pages: each order of them ends in the id, so that every place in it is unique.
create index orders_created_at_idx on read_model.orders (created_at, order_id);
create index orders_updated_at_idx on read_model.orders (updated_at, order_id);
create index orders_total_idx on read_model.orders (total, order_id);
create index orders_customer_idx on read_model.orders (customer_id, created_at, order_id);
create index orders_status_idx on read_model.orders (status, created_at, order_id);
create index orders_reference_idx on read_model.orders (reference) where reference is not null;
create index orders_product_ids_idx on read_model.orders using gin (product_ids);

grant usage on schema read_model to retrace_app;
grant select, insert, update, delete on read_model.orders to retrace_app;
