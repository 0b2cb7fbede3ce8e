import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** The status of the answer to a GET over a new connection. Null: it was closed without an answer. */
export async function statusOf(url: string): Promise<number | null> {
  try {
    const [answer] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode ?? null;
  } catch {
    return null;
  }
}
