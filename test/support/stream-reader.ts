import { openStream } from './stream.ts';
import { backendToken } from './tokens.ts';

/**
 * Reads an order's stream to its end as a browser's EventSource does: whenever the stream ends, it connects again with
 * the id of the last event.
 *
 * @returns the ids of all events from the first snapshot on, in order, and how often it connected
 * @throws Error if a connection is refused
 */
export async function readToTheEnd(url: string): Promise<{ ids: number[]; connections: number }> {
  const ids: number[] = [];
  for (let connections = 1; ; connections += 1) {
    const last = ids.at(-1);
    const stream = await openStream(url, {
      Authorization: `Bearer ${backendToken}`,
      ...(last !== undefined && { 'Last-Event-ID': String(last) }),
    });
    await stream.ended(120_000);
    const { events } = stream;
    // After a reconnection the snapshot repeats the id that the reader named.
    ids.push(...(last === undefined ? events : events.slice(1)).map(({ id }) => Number(id)));
    const names = events.map(({ event }) => event);
    if (names.includes('order.paid') || names.includes('order.cancelled')) return { ids, connections };
  }
}
