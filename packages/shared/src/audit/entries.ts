import { inBatches } from '../platform/batches.ts';
import type { Postgres } from '../platform/postgres.ts';
import type { AuditedEvent, AuditEntry } from './entry.ts';

/** The SQL of the audit. */

/** The entry was made so many milliseconds ago: the time is the database's, whose clock may differ from ours. */
export type NewEntry = Omit<AuditEntry, 'at'> & { ageMs: number };

const insertStatement = `
insert into audit_entries (at, event, who, role, address, method, path, target, status)
select now() - make_interval(secs => "ageMs" / 1000), event, who, role, address, method, path, target, status
from json_to_recordset($1) as entry("ageMs" float8, event text, who text, role text, address text, method text,
                                    path text, target text, status int)`;

export async function insertEntries(postgres: Postgres, entries: readonly NewEntry[]): Promise<void> {
  await postgres.query(insertStatement, [JSON.stringify(entries)]);
}

/** Undefined: any. */
export interface AuditQuery {
  who?: string | undefined;
  event?: AuditedEvent | undefined;
  target?: string | undefined;
  /** Later than this. */
  after?: Date | undefined;
  /** Earlier than this. */
  before?: Date | undefined;
  /** 1 to 100. */
  limit: number;
  /** The `id` of the previous page's last entry; null: start at the newest. */
  cursor: string | null;
}

export interface AuditPage {
  /** Newest first. */
  entries: (AuditEntry & { id: string })[];
  /** `cursor` of the next page; null: this is the last one. */
  next: string | null;
}

/** @throws LedgerUnavailable */
export async function readEntries(postgres: Postgres, query: AuditQuery): Promise<AuditPage> {
  const values: unknown[] = [];
  const conditions = ['true'];
  function where(condition: string, value: unknown): void {
    if (value !== null && value !== undefined) conditions.push(`${condition} $${values.push(value)}`);
  }
  where('who =', query.who);
  where('event =', query.event);
  where('target =', query.target);
  where('at >', query.after);
  where('at <', query.before);
  where('id <', query.cursor);
  const rows = await postgres.query<AuditEntry & { id: string }>(
    `select id::text, at, event, who, role, address, method, path, target, status from audit_entries
     where ${conditions.join(' and ')} order by audit_entries.id desc limit $${values.push(query.limit + 1)}`,
    values,
  );
  const entries = rows.slice(0, query.limit);
  return { entries, next: rows.length > query.limit ? (entries.at(-1)?.id ?? null) : null };
}

/** Entries are kept for as long. */
export const auditDays = 400;

const batchSize = 5_000;

const purgeStatement = `
delete from audit_entries where id = any (array(
  select id from audit_entries where at < now() - make_interval(days => ${auditDays}) order by at limit $1
))
returning id`;

/** Deletes entries that are older than {@link auditDays}. @returns how many */
export async function purgeAudit(postgres: Postgres, signal: AbortSignal): Promise<number> {
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(purgeStatement, [limit])).length;
  });
}
