/** At most so many deliveries to one endpoint are under way at once, so that one that hangs can't take all. */
export interface Slots {
  /** @returns 0 when a slot was taken; else none is free, and how many milliseconds to wait before asking again */
  take(endpointId: string): number;
  free(endpointId: string, tookMs: number): void;
}

interface Endpoint {
  inFlight: number;
  /** Who was told to come back and hasn't had a turn yet. */
  waiting: number;
  /** How long one delivery takes of late. */
  usualMs: number;
}

const minWaitMs = 50;
const maxWaitMs = 60_000;
/** How much the latest delivery says about the next one. */
const weight = 0.2;

/**
 * Those who find no slot are sent away for as long as those before them will take: the more are waiting and the
 * slower the endpoint, the longer, so that a long queue for a slow one is not asked about in vain all the time.
 */
export function createSlots(perEndpoint: number): Slots {
  const endpoints = new Map<string, Endpoint>();
  return {
    take(endpointId) {
      const endpoint = endpoints.get(endpointId) ?? { inFlight: 0, waiting: 0, usualMs: minWaitMs };
      endpoints.set(endpointId, endpoint);
      if (endpoint.inFlight < perEndpoint) {
        endpoint.inFlight += 1;
        endpoint.waiting = Math.max(0, endpoint.waiting - 1);
        return 0;
      }
      endpoint.waiting += 1;
      return Math.min(maxWaitMs, minWaitMs + (endpoint.waiting * endpoint.usualMs) / perEndpoint);
    },
    free(endpointId, tookMs) {
      const endpoint = endpoints.get(endpointId);
      if (!endpoint) return;
      endpoint.inFlight -= 1;
      endpoint.usualMs += (tookMs - endpoint.usualMs) * weight;
      if (endpoint.inFlight === 0) endpoints.delete(endpointId);
    },
  };
}
