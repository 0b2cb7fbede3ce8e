import { sampleOrder } from './client.ts';
import { backendToken } from './tokens.ts';

/** Clients that place and pay orders without a pause, over connections that they keep. */
export interface SteadyLoad {
  /** Requests that were answered as they should be, so far. */
  answered(): number;
  /** Finishes the requests in progress. @returns a line for each failed request */
  stop(): Promise<string[]>;
}

const headers = { Authorization: `Bearer ${backendToken}`, 'Content-Type': 'application/json' };

export function startSteadyLoad(url: string, clients: number): SteadyLoad {
  const failures: string[] = [];
  let answered = 0;
  const stopping = new AbortController();

  /** @returns the parsed body; null if the request failed, which is noted */
  async function request(method: string, path: string, body?: object): Promise<{ id: string } | null> {
    try {
      const response = await fetch(url + path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      answered += 1;
      return JSON.parse(text) as { id: string };
    } catch (error) {
      const { message, cause } = error as Error;
      failures.push(`${method} ${path}: ${message} ${cause instanceof Error ? cause.message : ''}`);
      return null;
    }
  }

  /** Every other order is paid; the rest are due within the restarts. */
  async function client(): Promise<void> {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      const isPaid = turn % 2 === 0;
      const placed = await request('POST', '/v1/orders', {
        ...sampleOrder,
        expiresInSeconds: isPaid ? 600 : 1,
      });
      if (!placed) continue;
      await request('GET', `/v1/orders/${placed.id}`);
      if (isPaid) await request('POST', `/v1/orders/${placed.id}/pay`, { paymentReference: placed.id });
    }
  }

  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    answered: () => answered,
    async stop() {
      stopping.abort();
      await running;
      return failures;
    },
  };
}
