-- What callers and addresses have spent in their windows, where processes share no Redis. A crash of Postgres may
-- forget it. Columns and their order are those of rate-limiter-flexible, but that keys are of any length.

create schema rate_limits;

create unlogged table rate_limits.spent (
  key text not null,
  points integer not null default 0,
  expire bigint, -- milliseconds of the epoch
  constraint spent_pkey primary key (key)
) with (fillfactor = 50);

grant usage on schema rate_limits to retrace_app;
grant select, insert, update, delete on rate_limits.spent to retrace_app;
