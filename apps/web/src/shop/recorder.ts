import type { CallEntry, Journal, Who } from './journal.ts';
import { redactHeaders, redactPath } from './redact.ts';

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` whose calls stand in the journal.
 *
 * @param who null: whoever the address tells, since `<order-countdown>` reads with a view token
 */
export function recorded(journal: Journal, send: Fetch, who: Who | null): Fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    const entry = journal.add<CallEntry>({
      kind: 'call',
      who: who ?? (url.searchParams.has('token') ? 'viewer' : 'page'),
      method: init.method ?? 'GET',
      path: redactPath(url),
      headers: redactHeaders(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : null,
      status: null,
      isStream: false,
      answer: null,
      ms: null,
      failure: null,
    });
    const beganAt = performance.now();
    try {
      const response = await send(input, init);
      const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream') ?? false;
      Object.assign(entry, { status: response.status, isStream, ms: performance.now() - beganAt });
      if (!isStream) void readAnswer(entry, response.clone());
      return response;
    } catch (error) {
      Object.assign(entry, { failure: String(error), ms: performance.now() - beganAt });
      throw error;
    } finally {
      journal.changed();
    }
  };

  async function readAnswer(entry: CallEntry, response: Response): Promise<void> {
    // Whoever made the call is told if this fails.
    entry.answer = await response.text().catch(() => null);
    journal.changed();
  }
}
