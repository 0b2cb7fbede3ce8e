import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { DroppedConnections } from './dropped-connections.ts';
import { createUnreadBudget, type UnreadLimits } from './unread-budget.ts';

/**
 * Answers with lists, and bounds what of them waits in this process for clients that do not read.
 *
 * `reader` is who asked: see `subjectOf`. Both methods throw Problem `overloaded`, before or after reading the list, if
 * the reader leaves too much unread.
 */
export interface Lists {
  /** Answers with what `read` returns, as JSON. */
  send(response: Response, reader: string, read: () => Promise<unknown>): Promise<void>;
  /**
   * Answers with a list of any length, and reads no further than its client does.
   *
   * @param parts of the text, which is JSON unless the response has another type. After the first ones an error can only end the connection
   */
  sendParts(response: Response, reader: string, parts: AsyncGenerator<string>): Promise<void>;
}

/** A list of parts that has at most so many characters is sent at once, with its length. */
const shortLength = 65_536;

export function createLists(dropped: Pick<DroppedConnections, 'drop'>, limits?: UnreadLimits): Lists {
  const budget = createUnreadBudget(dropped, limits);

  /** @returns false if the client has left: its response has closed already */
  function begin(response: Response, reader: string, bytes: number): boolean {
    budget.makeRoom(reader, bytes);
    if (response.closed) return false;
    budget.hold(reader, response, bytes);
    if (!response.hasHeader('Content-Type')) response.type('json');
    return true;
  }

  function sendText(response: Response, reader: string, text: string): void {
    const body = Buffer.from(text);
    if (begin(response, reader, body.length)) response.send(body);
  }

  return {
    async send(response, reader, read) {
      budget.makeRoom(reader, 1);
      sendText(response, reader, JSON.stringify(await read()));
    },

    async sendParts(response, reader, parts) {
      budget.makeRoom(reader, 1);
      try {
        const { text, isAll } = await beginningOf(parts);
        if (isAll) return sendText(response, reader, text);
        // About as much as waits at any time.
        if (begin(response, reader, Buffer.byteLength(text))) await sendRest(response, text, parts);
      } finally {
        await parts.return(undefined);
      }
    },
  };
}

async function beginningOf(parts: AsyncGenerator<string>): Promise<{ text: string; isAll: boolean }> {
  let text = '';
  while (text.length <= shortLength) {
    const { value, done } = await parts.next();
    if (done) return { text, isAll: true };
    text += value;
  }
  return { text, isAll: false };
}

async function sendRest(response: Response, text: string, parts: AsyncGenerator<string>): Promise<void> {
  async function* all() {
    yield text;
    yield* parts;
  }
  // A pipeline has several listeners of its own, beside those of our middleware: no leak that Node should warn of.
  response.setMaxListeners(20);
  try {
    await pipeline(Readable.from(all(), { highWaterMark: 1 }), response);
  } catch (error) {
    if (!hasLeft(error)) throw error;
  }
}

const hasLeft = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
