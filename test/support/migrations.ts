import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { read, root } from './documents.ts';

export interface Migration {
  name: string;
  /** The comments before its first statement. */
  header: string;
  /** Whether it runs statement by statement, without a transaction around it. */
  isConcurrent: boolean;
  /** As it is written, in lower case. */
  sql: string;
  /** Without comments and the bodies of functions, in lower case, on one line each. */
  statements: string[];
}

export const migrations: Migration[] = globSync('packages/shared/migrations/*.sql', { cwd: root })
  .toSorted()
  .map((file) => parseMigration(basename(file, '.sql'), read(file)));

export function parseMigration(name: string, sql: string): Migration {
  const statements = sql
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\$\$[^]*?\$\$/g, '$$$$')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim().toLowerCase())
    .filter((statement) => statement !== '');
  return {
    name,
    header: /^(?:--.*\n|\n)*/.exec(sql)?.[0] ?? '',
    sql: sql.toLowerCase(),
    isConcurrent: sql.startsWith('-- Without a transaction\n'),
    statements,
  };
}

interface Rule {
  name: string;
  why: string;
  /** @returns whether the statement breaks it */
  isBroken: (statement: string, migration: Migration) => boolean;
}

/** Of a table that was there before: nobody uses one that the same migration creates. */
const isOld = (table: string | undefined, { statements }: Migration): boolean =>
  table !== undefined &&
  !statements.some((each) => new RegExp(`^create table (if not exists )?${table}\\b`).test(each));

const altered = (statement: string): string | undefined =>
  /^alter table (?:only )?(\w+)/.exec(statement)?.[1];
const isAltered = (statement: string, migration: Migration) => isOld(altered(statement), migration);

/** The parts of an `alter table`, each of which changes one thing. */
const parts = (statement: string): string[] => statement.split(/,(?= (?:add|alter|drop) )/);

/** What a migration may not do while servers of the version before it run. */
export const rules: readonly Rule[] = [
  {
    name: 'removes nothing',
    why: 'the version before reads it, until the last of its processes is gone',
    isBroken: (statement, migration) =>
      /^(drop (table|view|function|type|schema|sequence)|truncate) /.test(statement) ||
      (isAltered(statement, migration) &&
        / drop (column )?(?!constraint|not null|default|expression)\w+/.test(statement)),
  },
  {
    name: 'renames nothing',
    why: 'the version before knows the former name alone',
    isBroken: (statement) => /^alter .* rename /.test(statement),
  },
  {
    name: 'changes no type',
    why: 'it rewrites the table under a lock, and the version before expects the former type',
    isBroken: (statement, migration) =>
      isAltered(statement, migration) && / alter (column )?\w+ (set data )?type /.test(statement),
  },
  {
    name: 'demands no new value',
    why: 'the version before writes rows without it',
    isBroken: (statement, migration) =>
      isAltered(statement, migration) &&
      parts(statement).some(
        (part) =>
          / alter (column )?\w+ set not null/.test(part) ||
          / drop default/.test(part) ||
          (/ add (column )?(?!constraint)/.test(part) &&
            part.includes('not null') &&
            !part.includes('default')),
      ),
  },
  {
    name: 'fills no new column with a volatile default',
    why: 'it rewrites the table under a lock; set the default in a statement of its own',
    isBroken: (statement, migration) =>
      isAltered(statement, migration) &&
      parts(statement).some(
        (part) =>
          / add (column )?/.test(part) &&
          /default (gen_random_uuid|clock_timestamp|random|nextval|uuid)/.test(part),
      ),
  },
  {
    name: 'compares no constraint with the rows that are there, under a lock',
    why: 'it reads the whole table meanwhile: add it "not valid", and validate it in a migration without a transaction',
    isBroken: (statement, migration) =>
      isAltered(statement, migration) &&
      (parts(statement).some(
        (part) =>
          / add (constraint \w+ )?(check|foreign key|primary key|unique|exclude)\b/.test(part) &&
          !part.includes('not valid') &&
          !part.includes('using index'),
      ) ||
        (statement.includes(' validate constraint ') && !migration.isConcurrent)),
  },
  {
    name: 'waits without a limit only for locks that hold up nobody',
    why: 'without a transaction a migration waits for as long as it takes, and everybody else behind it: set a lock_timeout',
    isBroken: (statement, { isConcurrent, sql }) =>
      isConcurrent &&
      !sql.includes('lock_timeout') &&
      (/^(alter table (?!.* validate constraint )|drop (trigger|function)|truncate)/.test(statement) ||
        (statement.startsWith('do ') && /alter table|access exclusive/.test(sql))),
  },
  {
    name: 'builds indexes concurrently',
    why: 'all writes to the table wait for the build',
    isBroken: (statement, migration) => {
      const [, isConcurrent, table] =
        /^create (?:unique )?index (concurrently )?.*? on (?:only )?(\w+)/.exec(statement) ?? [];
      return isConcurrent === undefined && isOld(table, migration);
    },
  },
  {
    name: 'removes indexes concurrently',
    why: 'everything on the table waits for the removal',
    isBroken: (statement) => /^drop index (?!concurrently)/.test(statement),
  },
];

/** @returns the rules that a migration breaks, as `migration: rule` */
export const brokenRules = (migration: Migration): string[] =>
  rules
    .filter(({ isBroken }) => migration.statements.some((statement) => isBroken(statement, migration)))
    .map(({ name }) => `${migration.name}: ${name}`);
