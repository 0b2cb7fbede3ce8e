import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { History } from './history.ts';

/** Writes a history to a file, one JSON object a line, for a look at a run that failed. */
export async function writeHistory(history: History, path: string): Promise<void> {
  await pipeline(Readable.from(linesOf(history)), createWriteStream(path));
}

function* linesOf({ requests, streams, webhooks, feed }: History): Iterable<string> {
  for (const entry of requests) yield `${JSON.stringify({ kind: 'request', ...entry })}\n`;
  for (const entry of streams) yield `${JSON.stringify({ kind: 'stream', ...entry })}\n`;
  for (const entry of webhooks) yield `${JSON.stringify({ kind: 'webhook', ...entry })}\n`;
  for (const entry of feed) yield `${JSON.stringify({ kind: 'feed', ...entry })}\n`;
}
