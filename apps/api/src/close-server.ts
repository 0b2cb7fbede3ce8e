import type { Server } from 'node:http';

/** How long requests in hand may take to finish. */
const drainTimeLimitMs = 5_000;

/** Takes no new connection, closes idle ones, lets requests in hand finish, then closes what is left. */
export async function closeServer(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), drainTimeLimitMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(timer);
}
