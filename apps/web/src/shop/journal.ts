/** What the page shows of what is sent, newest first. */

/** Who a call is made as. */
export type Who = 'page' | 'shopper' | 'shop' | 'viewer';

export interface CallEntry {
  kind: 'call';
  who: Who;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | null;
  /** Null: there is no answer yet. */
  status: number | null;
  /** A stream stays open, so it has no body here. */
  isStream: boolean;
  answer: string | null;
  ms: number | null;
  /** Why there was no answer. */
  failure: string | null;
}

export interface StreamEntry {
  kind: 'stream';
  type: string;
  orderId: string;
  data: string;
}

export interface WebhookEntry {
  kind: 'webhook';
  type: string;
  headers: Record<string, string>;
  body: string;
  /** Why it is not to be trusted. Null: the signature was verified. */
  forgery: string | null;
  isRepeated: boolean;
}

export type Entry = CallEntry | StreamEntry | WebhookEntry;
export type Kind = Entry['kind'];
export type Numbered = Entry & { readonly number: number; readonly atMs: number };

export interface Journal {
  readonly entries: readonly Numbered[];
  /** @returns the entry, which may still change: say so with `changed` */
  add<One extends Entry>(entry: One): One;
  changed(): void;
  clear(): void;
}

/** A page that is left open for a day must not grow. */
const maxEntries = 200;

/** @param draw called when there is something new to see */
export function createJournal(draw: () => void): Journal {
  let entries: Numbered[] = [];
  let count = 0;
  return {
    get entries() {
      return entries;
    },
    add(entry) {
      count += 1;
      const numbered = Object.assign(entry, { number: count, atMs: Date.now() });
      entries = [numbered, ...entries.slice(0, maxEntries - 1)];
      draw();
      return numbered;
    },
    changed: draw,
    clear() {
      entries = [];
      draw();
    },
  };
}
