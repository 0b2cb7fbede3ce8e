import { once } from 'node:events';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Finds a free TCP port on 127.0.0.1. Another process may take it before the caller does. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return address.port;
}

/**
 * @param variable the environment variable that sets this port, for the message.
 * @param host the interface to listen on.
 * @throws Error that says which port is in use and which variable to set.
 */
export async function requirePortFree(port: number, variable: string, host: string): Promise<void> {
  if (await isPortFree(port, host)) return;
  throw new Error(`port ${port} is already in use: set ${variable} to another one`);
}

async function isPortFree(port: number, host: string): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
