import type { Response } from 'express';
import { Problem } from './problem.ts';

/** Answers with lists, and bounds what of them waits in this process for clients that do not read. */
export interface Lists {
  /**
   * Answers with what `read` returns, as JSON.
   *
   * @param reader who asked: a subject
   * @throws Problem `overloaded`, before or after reading, if the reader or all readers have left too much unread
   */
  send(response: Response, reader: string, read: () => Promise<unknown>): Promise<void>;
}

export interface ListLimits {
  /** Of one reader. A larger answer is sent if nothing else of the reader's is unread. */
  perReaderBytes?: number;
  inAllBytes?: number;
}

const mebibyte = 1_048_576;

/*
 * A page has 1.25 MiB at most, but a caller may have hundreds of connections. A client that reads has one page or a few on
 * their way. What the system takes over for a connection is no longer counted.
 */
export function createLists(limits: ListLimits = {}): Lists {
  const { perReaderBytes = 16 * mebibyte, inAllBytes = 64 * mebibyte } = limits;
  const unread = new Map<string, number>();
  let unreadInAll = 0;

  function add(reader: string, bytes: number): void {
    const sum = (unread.get(reader) ?? 0) + bytes;
    unreadInAll += bytes;
    if (sum > 0) unread.set(reader, sum);
    else unread.delete(reader);
  }

  function requireRoom(reader: string, bytes: number): void {
    const own = unread.get(reader) ?? 0;
    if (own === 0 && unreadInAll < inAllBytes) return;
    if (own + bytes <= perReaderBytes && unreadInAll + bytes <= inAllBytes) return;
    const detail = 'Too much of earlier lists has not been read yet. Read them, then try again.';
    throw new Problem('overloaded', detail, { headers: { 'Retry-After': '1' } });
  }

  return {
    async send(response, reader, read) {
      requireRoom(reader, 1);
      const body = Buffer.from(JSON.stringify(await read()));
      requireRoom(reader, body.length);
      // Who has hung up meanwhile is not answered, and its response has closed already.
      if (response.closed) return;
      add(reader, body.length);
      response.once('close', () => add(reader, -body.length));
      response.type('json').send(body);
    },
  };
}
