/** Limits concurrent deliveries per endpoint, so that an endpoint that hangs cannot use up the worker's concurrency. */
export interface Slots {
  /** @returns 0 if a slot was taken; otherwise the milliseconds to wait before trying again */
  take(endpointId: string): number;
  /**
   * Takes a slot, as soon as there is one, if that will be soon.
   *
   * @returns as for `take`
   */
  turn(endpointId: string): Promise<number>;
  /**
   * @param tookMs how long the delivery took
   * @param isDelivered if not, nobody waits in line any longer: the endpoint's circuit may be open by now
   */
  free(endpointId: string, tookMs: number, isDelivered?: boolean): void;
}

interface Endpoint {
  inFlight: number;
  /** Deliveries that found no slot and have not taken one since. */
  waiting: number;
  /** Moving average of how long a delivery takes. */
  averageMs: number;
  /** Of those who wait, the ones to whom a slot is given, in the order in which they came. `false` sends one away. */
  line: Set<(isTurn: boolean) => void>;
}

const minWaitMs = 50;
const maxWaitMs = 60_000;

/** So long a delivery waits for its turn here. To put it off and take it up again costs more than to send it. */
const maxTurnMs = 250;

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

  function take(endpointId: string): number {
    const endpoint = endpoints.get(endpointId) ?? newEndpoint();
    endpoints.set(endpointId, endpoint);
    if (endpoint.inFlight < perEndpoint) {
      begin(endpoint);
      return 0;
    }
    endpoint.waiting += 1;
    return Math.min(maxWaitMs, minWaitMs + (endpoint.waiting * endpoint.averageMs) / perEndpoint);
  }

  return {
    take,

    turn(endpointId) {
      const waitMs = take(endpointId);
      const endpoint = endpoints.get(endpointId);
      if (!endpoint || waitMs === 0 || waitMs > maxTurnMs) return Promise.resolve(waitMs);
      return waitInLine(endpoint, waitMs);
    },

    free(endpointId, tookMs, isDelivered = true) {
      const endpoint = endpoints.get(endpointId);
      if (!endpoint) return;
      endpoint.inFlight -= 1;
      endpoint.averageMs += (tookMs - endpoint.averageMs) * weight;
      if (!isDelivered) for (const waiter of endpoint.line) waiter(false);
      const [next] = endpoint.line;
      if (next) next(true);
      else if (endpoint.inFlight === 0) endpoints.delete(endpointId);
    },
  };
}

const newEndpoint = (): Endpoint => ({ inFlight: 0, waiting: 0, averageMs: minWaitMs, line: new Set() });

function begin(endpoint: Endpoint): void {
  endpoint.inFlight += 1;
  endpoint.waiting = Math.max(0, endpoint.waiting - 1);
}

/** @returns 0 once a slot was taken; `waitMs` if that takes longer than {@link maxTurnMs}, or a delivery fails before */
function waitInLine(endpoint: Endpoint, waitMs: number): Promise<number> {
  const { line } = endpoint;
  return new Promise((resolve) => {
    function end(isTurn: boolean): void {
      clearTimeout(giveUp);
      line.delete(end);
      if (isTurn) begin(endpoint);
      resolve(isTurn ? 0 : waitMs);
    }
    const giveUp = setTimeout(() => end(false), maxTurnMs);
    line.add(end);
  });
}
