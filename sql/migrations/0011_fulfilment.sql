-- What the process manager knows of each order that has, or had, a payment, beyond what the order's events tell:
-- what is to be looked at when, by whom, and what is being asked of the payment gateway.

create schema fulfilment;

create table fulfilment.processes (
  order_id uuid not null,
  noticed integer not null, -- the newest version that the feed has told of
  version integer not null default 0, -- of the order at the end of the last look
  state text not null default 'RUNNING', -- this and the next two as they were then
  next_step text,
  waiting_since timestamptz,
  pending jsonb, -- what is asked of the gateway: written before it is asked, and repeated as it stands
  attempts integer not null default 0, -- of the next step: without an answer that tells
  undecided integer not null default 0, -- of the next step: answered with "later"
  faults integer not null default 0, -- looks in a row that a fault of ours has ended
  last_error text,
  retry_at timestamptz, -- not before then is the gateway asked again
  due_at timestamptz, -- when to look at the order; null: when the feed tells something new
  lease uuid, -- whoever has it looks at the order now, and alone writes this row's other columns
  leased_until timestamptz, -- by then others take over
  updated_at timestamptz not null default now(),
  constraint processes_pkey primary key (order_id)
);

create index processes_due_at_idx on fulfilment.processes (due_at) where due_at is not null;
create index processes_state_idx on fulfilment.processes (state, order_id);

grant usage on schema fulfilment to retrace_app;
grant select, insert, update on fulfilment.processes to retrace_app;
