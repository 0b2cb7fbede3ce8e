import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long running requests may take to finish. */
const drainTimeLimitMs = 5_000;

/** Accepts no new connections, and keeps those that there are: an HTTP server's own `close` ends idle ones at once. */
export const stopAccepting = (server: Server): void => void NetServer.prototype.close.call(server);

/** Accepts no new connections, closes idle ones, lets running requests finish, then closes what is left. */
export async function closeServer(server: Server): Promise<void> {
  const closeAll = setTimeout(() => server.closeAllConnections(), drainTimeLimitMs);
  // A connection whose last request is still running becomes idle after `close` has looked for idle ones.
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(closeAll);
  clearInterval(closeIdle);
}
