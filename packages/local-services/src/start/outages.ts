import type { LogEntry } from './terminal-lines.ts';

/**
 * Each connection of each process notices that Redis or Postgres is lost, and logs it. Of all these lines one is printed,
 * and one when the last connection is back: none if `npm start`, which keeps the service running, has said it.
 */
export interface Outages {
  /** @returns true: the entry is about an outage, and is printed from here or not at all */
  take(entry: LogEntry): boolean;
  /** `npm start` has printed this. */
  told(line: string): void;
}

/** How long `npm start` may take to notice that a service has ended, so that its line is the one that is printed. */
const noticeMs = 500;

const stores = ['redis', 'postgres'] as const;

interface Store {
  /** The connections that are lost. */
  lost: Set<string>;
  /** Who has printed a line about this outage. */
  toldBy: 'log' | 'npm start' | null;
  waiting: NodeJS.Timeout | undefined;
}

/** @param print prints an entry about an outage */
export function createOutages(print: (entry: LogEntry) => void): Outages {
  const states = new Map<string, Store>(
    stores.map((name) => [name, { lost: new Set(), toldBy: null, waiting: undefined }]),
  );

  function lost(store: Store, entry: LogEntry): void {
    store.lost.add(connectionOf(entry));
    if (store.toldBy || store.waiting) return;
    store.waiting = setTimeout(() => {
      store.waiting = undefined;
      if (store.toldBy) return;
      store.toldBy = 'log';
      print(entry);
    }, noticeMs);
  }

  function back(store: Store, entry: LogEntry): void {
    store.lost.delete(connectionOf(entry));
    if (store.lost.size > 0) return;
    clearTimeout(store.waiting);
    store.waiting = undefined;
    if (store.toldBy === 'log') print(entry);
    store.toldBy = null;
  }

  return {
    take(entry) {
      const message = String(entry['msg']);
      const [, name = '', state] =
        /^(redis|postgres) is (not available|available again)$/.exec(message) ?? [];
      const store = states.get(name);
      if (store) (state === 'not available' ? lost : back)(store, entry);
      return store !== undefined || isConsequence(entry);
    },
    told(line) {
      const [, name = '', state] = /^(Redis|Postgres) (is back|was|exited)/.exec(line) ?? [];
      const store = states.get(name.toLowerCase());
      if (!store) return;
      if (state !== 'is back') store.toldBy = 'npm start';
      else if (store.lost.size === 0) store.toldBy = null;
    },
  };
}

/** Said once a second by each task of a worker, and for each connection that was open. */
function isConsequence({ msg, err }: LogEntry): boolean {
  if (msg === 'lost a connection to postgres') return true;
  const type = typeof err === 'object' && err !== null && 'type' in err ? err.type : null;
  return type === 'LedgerUnavailable' && String(msg).startsWith('task failed');
}

const connectionOf = ({ service, process, role }: LogEntry) => JSON.stringify([service, process, role]);
