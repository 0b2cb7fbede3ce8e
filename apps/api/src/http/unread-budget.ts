import type { Response } from 'express';
import type { DroppedConnections } from './dropped-connections.ts';
import { Problem } from './problem.ts';

/** Bounds the bytes of large answers that wait in this process for clients that do not read them. */
export interface UnreadBudget {
  /**
   * Call it before an answer of so many bytes. If all readers together leave too much unread, the one with the most
   * loses its oldest answer.
   *
   * @param reader who asked: see `subjectOf`
   * @throws Problem `overloaded` if this reader leaves too much unread, or would leave the most of all
   */
  makeRoom(reader: string, bytes: number): void;
  /** Counts the bytes until the response closes: the system has taken them, or the client has left. */
  hold(reader: string, response: Response, bytes: number): void;
}

export interface UnreadLimits {
  /** Of one reader. A larger answer is sent if nothing else of the reader's is unread. */
  perReaderBytes?: number;
  inAllBytes?: number;
}

interface Unread {
  bytes: number;
  /** The oldest first. */
  answers: Map<Response, number>;
}

const mebibyte = 1_048_576;

/* A page has 1.25 MiB at most, and a client that reads has a few on their way; but it may have hundreds of connections. */
export function createUnreadBudget(
  dropped: Pick<DroppedConnections, 'drop'>,
  { perReaderBytes = 16 * mebibyte, inAllBytes = 64 * mebibyte }: UnreadLimits = {},
): UnreadBudget {
  const readers = new Map<string, Unread>();
  let unreadInAll = 0;

  function release(reader: string, response: Response): void {
    const unread = readers.get(reader);
    const bytes = unread?.answers.get(response);
    if (!unread || bytes === undefined) return;
    unread.answers.delete(response);
    unread.bytes -= bytes;
    unreadInAll -= bytes;
    if (unread.answers.size === 0) readers.delete(reader);
  }

  /** @returns false if no reader has more than `bytes` */
  function dropFromHeaviest(bytes: number): boolean {
    let reader: string | undefined;
    let most = bytes;
    for (const [each, unread] of readers) if (unread.bytes > most) [reader, most] = [each, unread.bytes];
    const [oldest] = reader === undefined ? [] : readers.get(reader)!.answers.keys();
    if (reader === undefined || !oldest) return false;
    release(reader, oldest);
    dropped.drop(oldest.req.socket, 'unread');
    return true;
  }

  return {
    makeRoom(reader, bytes) {
      const own = readers.get(reader)?.bytes ?? 0;
      if (own > 0 && own + bytes > perReaderBytes) throw tooMuchUnread();
      const isFull = () => unreadInAll > 0 && unreadInAll + bytes > inAllBytes;
      while (isFull()) if (!dropFromHeaviest(own + bytes)) throw tooMuchUnread();
    },

    hold(reader, response, bytes) {
      const unread = readers.get(reader) ?? { bytes: 0, answers: new Map<Response, number>() };
      readers.set(reader, unread);
      unread.answers.set(response, bytes);
      unread.bytes += bytes;
      unreadInAll += bytes;
      response.once('close', () => release(reader, response));
    },
  };
}

const tooMuchUnread = () =>
  new Problem('overloaded', 'Earlier lists have not been read yet. Read them, then try again.', {
    headers: { 'Retry-After': '1' },
  });
