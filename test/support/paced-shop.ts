import { setTimeout as sleep } from 'node:timers/promises';
import { sampleOrder } from './client.ts';
import { backendToken } from './tokens.ts';

/** A request that was answered as it should be. */
export interface Answered {
  /** When it was sent, in milliseconds of `performance.now()`. */
  at: number;
  ms: number;
}

/** A shop that places orders and pays each of them, at a rate that leaves the machine time for others. */
export interface PacedShop {
  answers: readonly Answered[];
  /** A line for each request that failed. */
  failures: readonly string[];
  /** Finishes the requests in progress. */
  stop(): Promise<void>;
}

const headers = { Authorization: `Bearer ${backendToken}`, 'Content-Type': 'application/json' };
const lanes = 8;

/** @param perSecond orders, each of which takes two requests */
export function startPacedShop(url: string, perSecond: number): PacedShop {
  const answers: Answered[] = [];
  const failures: string[] = [];
  const stopping = new AbortController();

  async function post(path: string, body: object): Promise<{ id: string } | undefined> {
    const at = performance.now();
    try {
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      answers.push({ at, ms: performance.now() - at });
      return JSON.parse(text) as { id: string };
    } catch (error) {
      failures.push(`${path}: ${String(error)}`);
      return undefined;
    }
  }

  async function lane(number: number): Promise<void> {
    const everyMs = (lanes / perSecond) * 1_000;
    for (
      let next = performance.now() + (everyMs * number) / lanes;
      !stopping.signal.aborted;
      next += everyMs
    ) {
      await sleep(Math.max(0, next - performance.now()));
      const placed = await post('/v1/orders', { ...sampleOrder, expiresInSeconds: 600 });
      if (placed) await post(`/v1/orders/${placed.id}/pay`, { paymentReference: placed.id });
    }
  }
  const running = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return {
    answers,
    failures,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

export function quantileMs(answers: readonly Answered[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? NaN);
}
