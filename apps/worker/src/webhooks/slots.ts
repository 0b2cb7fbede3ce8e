/** Limits concurrent deliveries per endpoint, so that an endpoint that hangs cannot use up the worker's sockets. */
export interface Slots {
  /**
   * Takes a slot of an endpoint, as soon as there is one, in the order of the calls. The wait is bounded by how many wait:
   * an attempt takes at most 10 s.
   *
   * @returns null once the slots are closed: none was taken
   */
  turn(endpointId: string): Promise<Turn | null>;
  /** Sends away all who wait. Those who have a slot keep it. */
  close(): void;
}

/** A slot that was taken. */
export interface Turn {
  /** Another delivery failed during the wait, or it was long: what was read before it may not hold any more. */
  isStale: boolean;
  /** Gives the slot to who is next. Again does nothing. */
  free(delivery?: { hasFailed: boolean }): void;
}

const staleAfterMs = 250;

interface Endpoint {
  inFlight: number;
  failures: number;
  /** Those who wait, in the order in which they came. */
  line: Set<(isTurn: boolean) => void>;
}

/**
 * Who finds no slot waits here, and not in Redis: to put a job off and to take it up again costs more than to send it. A
 * window full of them that tried again at the same times would hold up the events of everybody else.
 *
 * @param perEndpoint slots of each endpoint
 */
export function createSlots(perEndpoint: number): Slots {
  const endpoints = new Map<string, Endpoint>();
  let isClosed = false;

  function free(endpointId: string, endpoint: Endpoint): void {
    const [next] = endpoint.line;
    // The slot passes on: whoever comes now must not get it before those in line.
    if (next) return next(true);
    endpoint.inFlight -= 1;
    if (endpoint.inFlight === 0) endpoints.delete(endpointId);
  }

  return {
    async turn(endpointId) {
      if (isClosed) return null;
      const endpoint = endpoints.get(endpointId) ?? { inFlight: 0, failures: 0, line: new Set() };
      endpoints.set(endpointId, endpoint);
      const { failures } = endpoint;
      const startedAt = performance.now();
      if (endpoint.inFlight < perEndpoint) endpoint.inFlight += 1;
      else if (!(await waitInLine(endpoint))) return null;

      let isFree = false;
      return {
        isStale: endpoint.failures > failures || performance.now() - startedAt > staleAfterMs,
        free({ hasFailed } = { hasFailed: false }) {
          if (isFree) return;
          isFree = true;
          if (hasFailed) endpoint.failures += 1;
          free(endpointId, endpoint);
        },
      };
    },

    close() {
      isClosed = true;
      for (const { line } of endpoints.values()) for (const end of line) end(false);
    },
  };
}

/** @returns whether a slot was passed on */
function waitInLine({ line }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    function end(isTurn: boolean): void {
      line.delete(end);
      resolve(isTurn);
    }
    line.add(end);
  });
}
