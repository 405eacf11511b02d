-- Products and customers: plain rows, and the truth about them, since they have no events.

create schema master_data;

create table master_data.products (
  id text collate "C" not null,
  sku text not null,
  name text not null,
  price_minor bigint not null, -- in the smallest unit of its currency
  price_currency char(3) not null,
  available boolean not null default true,
  stock_level integer not null,
  reserved integer not null default 0, -- the part of the stock that is promised to orders
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint products_pkey primary key (id),
  constraint products_sku_key unique (sku),
  constraint products_price_check check (price_minor >= 0),
  constraint products_stock_check check (stock_level >= 0),
  constraint products_reserved_check check (reserved between 0 and stock_level)
);

create table master_data.customers (
  id text collate "C" not null,
  name text not null,
  email text not null,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint customers_pkey primary key (id)
);

grant usage on schema master_data to retrace_app;
grant select, insert, update on master_data.products, master_data.customers to retrace_app;
