import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logger.ts';
import type { Postgres } from '../platform/postgres.ts';
import { within } from '../platform/within.ts';
import { insertEntries, readEntries, type AuditPage, type AuditQuery, type NewEntry } from './entries.ts';
import type { AuditEntry } from './entry.ts';

/** Keeps the audit in Postgres. Nobody waits for that: entries are written in batches, a moment later. */
export interface AuditLog {
  record(entry: Omit<AuditEntry, 'at'>): void;
  /** @throws LedgerUnavailable */
  read(query: AuditQuery): Promise<AuditPage>;
  /** Writes what waits, within a second. Idempotent. */
  close(): Promise<void>;
}

export interface AuditLogDependencies {
  postgres: Postgres;
  logger: Logger;
  /** Notified of entries that are in the log alone. */
  onDropped: (count: number) => void;
}

/** For which Postgres may be away. Beyond that, entries are in the log alone. */
const maxWaiting = 1_000;
const batchSize = 200;

/** Of people who have not signed in, by each process: they must not fill the table. */
const maxOfStrangersPerMinute = 60;

const pauseMs = 200;
const retryPauseMs = 1_000;
const closeTimeLimitMs = 1_000;

export function createAuditLog({ postgres, logger, onDropped }: AuditLogDependencies): AuditLog {
  let waiting: (Omit<NewEntry, 'ageMs'> & { recordedAtMs: number })[] = [];
  let writing: Promise<void> | null = null;
  let strangers = 0;
  let strangersSinceMs = -Infinity;
  const closing = new AbortController();

  function isTooMuch({ role }: Pick<AuditEntry, 'role'>): boolean {
    if (waiting.length >= maxWaiting) return true;
    if (role !== null) return false;
    if (performance.now() - strangersSinceMs > 60_000) {
      strangers = 0;
      strangersSinceMs = performance.now();
    }
    strangers += 1;
    return strangers > maxOfStrangersPerMinute;
  }

  async function writeBatch(): Promise<void> {
    const batch = waiting.slice(0, batchSize);
    const now = performance.now();
    await insertEntries(
      postgres,
      batch.map(({ recordedAtMs, ...entry }) => ({ ...entry, ageMs: now - recordedAtMs })),
    );
    waiting = waiting.slice(batch.length);
  }

  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);

  async function writeAll(): Promise<void> {
    await pause(pauseMs);
    while (waiting.length > 0) {
      try {
        await writeBatch();
      } catch (error) {
        logger.warn({ err: error, entries: waiting.length }, 'could not write the audit, will try again');
        if (closing.signal.aborted) return;
        await pause(retryPauseMs);
      }
    }
  }

  function ensureWriting(): void {
    if (waiting.length === 0 || closing.signal.aborted) return;
    writing ??= writeAll().finally(() => {
      writing = null;
      ensureWriting();
    });
  }

  return {
    record(entry) {
      if (isTooMuch(entry)) return onDropped(1);
      waiting.push({ ...entry, recordedAtMs: performance.now() });
      ensureWriting();
    },

    read: (query) => readEntries(postgres, query),

    async close() {
      closing.abort();
      await within(closeTimeLimitMs, Promise.resolve(writing)).catch(() => undefined);
      if (waiting.length > 0) onDropped(waiting.length);
      waiting = [];
    },
  };
}
