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

/** The average of a new endpoint. */
const firstAverageMs = 10;

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

  const waitMs = (place: number, averageMs: number) =>
    Math.min(maxWaitMs, minWaitMs + (place * averageMs) / perEndpoint);

  function take(endpointId: string): number {
    const endpoint = endpoints.get(endpointId) ?? newEndpoint();
    endpoints.set(endpointId, endpoint);
    if (endpoint.inFlight < perEndpoint) {
      begin(endpoint);
      return 0;
    }
    endpoint.waiting += 1;
    return waitMs(endpoint.waiting, endpoint.averageMs);
  }

  return {
    take,

    turn(endpointId) {
      const expectedMs = take(endpointId);
      const endpoint = endpoints.get(endpointId);
      if (!endpoint || expectedMs === 0 || expectedMs > maxTurnMs) return Promise.resolve(expectedMs);
      const waits = { expectedMs, lateMs: Math.max(expectedMs, waitMs(endpoint.waiting, maxTurnMs)) };
      return waitInLine(endpoint, waits);
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

const newEndpoint = (): Endpoint => ({
  inFlight: 0,
  waiting: 0,
  averageMs: firstAverageMs,
  line: new Set(),
});

function begin(endpoint: Endpoint): void {
  endpoint.inFlight += 1;
  endpoint.waiting = Math.max(0, endpoint.waiting - 1);
}

interface Waits {
  expectedMs: number;
  /** If the endpoint turns out to be slower than expected. */
  lateMs: number;
}

/**
 * @returns 0 once a slot was taken; `lateMs` if that takes longer than {@link maxTurnMs}; `expectedMs` if a delivery fails
 *   before
 */
function waitInLine(endpoint: Endpoint, { expectedMs, lateMs }: Waits): Promise<number> {
  const { line } = endpoint;
  return new Promise((resolve) => {
    function end(waitMs: number): void {
      clearTimeout(giveUp);
      line.delete(leave);
      resolve(waitMs);
    }
    function leave(isTurn: boolean): void {
      if (isTurn) begin(endpoint);
      end(isTurn ? 0 : expectedMs);
    }
    const giveUp = setTimeout(() => end(lateMs), maxTurnMs);
    line.add(leave);
  });
}
