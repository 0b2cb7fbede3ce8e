import type { Server } from 'node:http';

/** How long requests in hand may take to finish. */
const drainTimeLimitMs = 5_000;

/** Takes no new connection, closes idle ones, lets requests in hand finish, then closes what is left. */
export async function closeServer(server: Server): Promise<void> {
  const closeAll = setTimeout(() => server.closeAllConnections(), drainTimeLimitMs);
  // A connection whose last request was in hand becomes idle later than `close` looks for idle ones.
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(closeAll);
  clearInterval(closeIdle);
}
