-- The two roles that use the database, neither of them a superuser. Plain SQL that may run again at any time, by a
-- superuser connected to the database of order-countdown; Docker Compose runs it when it creates the volume.
--   order_countdown_migration  owns the tables; for `npm run migrate` only
--   order_countdown_app        reads and writes rows; for the api and the worker
-- Both can log in once they have passwords: see passwords.sql.

do $$
begin
  if not exists (select from pg_roles where rolname = 'order_countdown_migration') then
    create role order_countdown_migration;
  end if;
  if not exists (select from pg_roles where rolname = 'order_countdown_app') then
    create role order_countdown_app;
  end if;
end $$;

alter role order_countdown_migration login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role order_countdown_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

do $$
declare
  relation record;
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to order_countdown_migration, order_countdown_app', current_database());
  -- For the queues, where there is no Redis: BullMQ's migrations make sure of its schema, and its statements gather sets.
  execute format('grant create on database %I to order_countdown_migration', current_database());
  execute format('grant temporary on database %I to order_countdown_app', current_database());
  -- Tables of a volume from before there were roles. Their sequences and indexes follow.
  for relation in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table public.%I owner to order_countdown_migration', relation.tablename);
  end loop;
end $$;

alter schema public owner to order_countdown_migration;
revoke all on schema public from public;
grant usage on schema public to order_countdown_app;

grant select, insert, update, delete on all tables in schema public to order_countdown_app;
grant usage, select on all sequences in schema public to order_countdown_app;
alter default privileges for role order_countdown_migration in schema public
  grant select, insert, update, delete on tables to order_countdown_app;
alter default privileges for role order_countdown_migration in schema public
  grant usage, select on sequences to order_countdown_app;

-- The queues, where there is no Redis.
create schema if not exists bullmq authorization order_countdown_migration;
grant usage on schema bullmq to order_countdown_app;
grant select, insert, update, delete on all tables in schema bullmq to order_countdown_app;
grant usage, select on all sequences in schema bullmq to order_countdown_app;
alter default privileges for role order_countdown_migration in schema bullmq
  grant select, insert, update, delete on tables to order_countdown_app;
alter default privileges for role order_countdown_migration in schema bullmq
  grant usage, select on sequences to order_countdown_app;

-- The limits that the api and the worker ask for when they connect. A pooler does not pass them on, so the role has them too.
alter role order_countdown_app set statement_timeout = '5s';
alter role order_countdown_app set lock_timeout = '2s';

-- The worker follows events by the transactions that are open, those of a migration included.
grant pg_read_all_stats to order_countdown_app;
