import { expect, test } from 'vitest';
import { brokenRules, migrations, parseMigration } from '../support/migrations.ts';

/** Servers of the version before go on working while a migration runs, and after it: see CONTRIBUTING.md. */

/** A migration that breaks a rule, and why the version before survives it all the same. */
const exceptions: Record<string, string> = {
  '0002_idempotency_and_listing: compares no constraint with the rows that are there, under a lock':
    'from before the first release: no ledger had more than a few rows',
  '0002_idempotency_and_listing: builds indexes concurrently': 'from before the first release',
  '0003_payments_extensions_and_reminders: builds indexes concurrently': 'from before the first release',
  '0027_deliveries_by_time: renames nothing':
    'another table takes the name in the same transaction, and does the same for each statement of the version before',
  '0028_orders_by_time_prepared: removes nothing':
    'triggers alone used the functions, for statements that only versions of long before have',
  '0030_orders_by_time: renames nothing':
    'other tables take the names in the same transaction, and do the same for each statement of the version before',
};

test('no migration breaks a rule that keeps the version before working, but for the exceptions named here', () => {
  expect(migrations.length).toBeGreaterThan(20);
  expect(migrations.flatMap(brokenRules)).toEqual(Object.keys(exceptions));
});

test('the header of each migration says whether the version before survives it', () => {
  const [first, ...later] = migrations;
  expect(first?.name).toBe('0001_orders');
  expect(later.filter(({ header }) => !/old code/i.test(header)).map(({ name }) => name)).toEqual([]);
});

const concurrently = '-- Without a transaction\n';

test.each([
  ['removes nothing', 'drop table payments'],
  ['removes nothing', 'alter table orders drop column note'],
  ['removes nothing', 'alter table orders drop note'],
  ['renames nothing', 'alter table orders rename to purchases'],
  ['renames nothing', 'alter table orders rename column note to remark'],
  ['changes no type', 'alter table orders alter column amount type numeric'],
  ['demands no new value', 'alter table orders add column shop text not null'],
  ['demands no new value', 'alter table orders add a text default $$x$$, add column shop text not null'],
  ['demands no new value', 'alter table orders alter column note set not null'],
  ['demands no new value', 'alter table order_events alter column event_id drop default'],
  [
    'fills no new column with a volatile default',
    'alter table orders add key uuid default gen_random_uuid()',
  ],
  [
    'compares no constraint with the rows that are there, under a lock',
    'alter table orders add constraint positive check (amount > 0)',
  ],
  [
    'compares no constraint with the rows that are there, under a lock',
    'alter table orders validate constraint positive',
  ],
  ['builds indexes concurrently', 'create unique index orders_by_note on orders (note)'],
  ['removes indexes concurrently', 'drop index orders_by_status'],
])('the rule "%s" refuses: %s', (rule, statement) => {
  expect(brokenRules(parseMigration('9999', `-- Why.\n${statement};`))).toEqual([`9999: ${rule}`]);
});

test.each([
  'alter table payments add constraint known check (amount > 0) not valid',
  "do $$ begin execute 'alter table orders drop constraint known'; end $$",
])('without a transaction, no migration may wait without a limit for: %s', (statement) => {
  const rule = 'waits without a limit only for locks that hold up nobody';
  expect(brokenRules(parseMigration('9999', `${concurrently}${statement};`))).toEqual([`9999: ${rule}`]);
});

test.each([
  'create table shops (id uuid primary key, name text not null); create index shops_by_name on shops (name);',
  'alter table orders add column shop text;',
  "alter table orders add column kind text not null default 'order';",
  'alter table order_events add column key uuid; alter table order_events alter column key set default gen_random_uuid();',
  'alter table payments drop constraint known, add constraint known check (amount > 0) not valid;',
  `${concurrently}alter table payments validate constraint known;`,
  `${concurrently}create index concurrently if not exists orders_by_note on orders (note);`,
  `${concurrently}drop index concurrently orders_by_note;`,
  `${concurrently}do $$ begin perform set_config('lock_timeout', '1s', true); alter table orders drop constraint known; end $$;`,
  '-- This drop column stands in a comment.\nalter table orders add column shop text;',
])('no rule refuses: %s', (sql) => {
  expect(brokenRules(parseMigration('9999', sql))).toEqual([]);
});
