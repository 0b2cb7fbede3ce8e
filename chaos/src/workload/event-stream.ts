import type { StreamedEvent } from '../history/history.ts';

/**
 * Reads server-sent events until the server ends the stream.
 *
 * @param onChunk called whenever something arrives, be it a heartbeat
 * @returns the milliseconds after which to reconnect; null: the server did not say
 * @throws when the connection breaks
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamedEvent) => void,
  onChunk: () => void,
): Promise<number | null> {
  const decoder = new TextDecoder();
  let rest = '';
  let retryMs: number | null = null;
  for await (const chunk of body) {
    onChunk();
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const { event, id, data, retry } = fieldsOf(block);
      if (retry !== undefined) retryMs = Number(retry);
      if (event === undefined || id === undefined || data === undefined) continue;
      onEvent({ at: performance.now(), name: event, id: Number(id), data: JSON.parse(data) });
    }
  }
  return retryMs;
}

/** A comment, as heartbeats are, has no name. */
function fieldsOf(block: string): Partial<Record<string, string>> {
  return Object.fromEntries(
    block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*: ?/, '')]),
  );
}
