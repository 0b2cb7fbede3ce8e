/** Limits concurrent deliveries per endpoint, so that an endpoint that hangs cannot use up the worker's concurrency. */
export interface Slots {
  /** @returns 0 if a slot was taken; otherwise the milliseconds to wait before trying again */
  take(endpointId: string): number;
  /** @param tookMs how long the delivery took */
  free(endpointId: string, tookMs: number): void;
}

interface Endpoint {
  inFlight: number;
  /** Deliveries that found no slot and have not taken one since. */
  waiting: number;
  /** Moving average of how long a delivery takes. */
  averageMs: number;
}

const minWaitMs = 50;
const maxWaitMs = 60_000;
/** Of the latest delivery, in the moving average. */
const weight = 0.2;

/**
 * A delivery that finds no slot waits about as long as those ahead of it will take. The wait grows with their number
 * and with the endpoint's latency, so a long backlog for a slow endpoint causes few futile retries.
 *
 * @param perEndpoint slots of each endpoint
 */
export function createSlots(perEndpoint: number): Slots {
  const endpoints = new Map<string, Endpoint>();
  return {
    take(endpointId) {
      const endpoint = endpoints.get(endpointId) ?? { inFlight: 0, waiting: 0, averageMs: minWaitMs };
      endpoints.set(endpointId, endpoint);
      if (endpoint.inFlight < perEndpoint) {
        endpoint.inFlight += 1;
        endpoint.waiting = Math.max(0, endpoint.waiting - 1);
        return 0;
      }
      endpoint.waiting += 1;
      return Math.min(maxWaitMs, minWaitMs + (endpoint.waiting * endpoint.averageMs) / perEndpoint);
    },
    free(endpointId, tookMs) {
      const endpoint = endpoints.get(endpointId);
      if (!endpoint) return;
      endpoint.inFlight -= 1;
      endpoint.averageMs += (tookMs - endpoint.averageMs) * weight;
      if (endpoint.inFlight === 0) endpoints.delete(endpointId);
    },
  };
}
