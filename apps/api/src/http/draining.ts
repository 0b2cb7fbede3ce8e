import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the process leaves a load balancer, without failing a request. */
export interface Draining {
  /** Once begun, every response closes its connection: a client that kept it might otherwise use it as we close it. */
  before(app: RequestListener): RequestListener;
  hasBegun(): boolean;
  /**
   * Begins, and goes on serving for `delayMs` milliseconds: a load balancer sends requests until it has noticed that
   * we are no longer ready.
   */
  begin(delayMs: number): Promise<void>;
  /** Closes the connections that are used within so many milliseconds. Another process of this instance takes over. */
  handOver(delayMs: number): Promise<void>;
}

export function createDraining(): Draining {
  const open = new Set<ServerResponse>();
  let hasBegun = false;
  let closesConnections = false;

  async function closeConnections(delayMs: number): Promise<void> {
    closesConnections = true;
    for (const response of open) response.shouldKeepAlive = false;
    await sleep(delayMs);
  }

  return {
    before: (app) => (request, response) => {
      if (closesConnections) response.shouldKeepAlive = false;
      open.add(response);
      response.on('close', () => open.delete(response));
      return app(request, response);
    },

    hasBegun: () => hasBegun,

    begin(delayMs) {
      hasBegun = true;
      return closeConnections(delayMs);
    },

    handOver: closeConnections,
  };
}
