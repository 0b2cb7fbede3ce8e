import { once } from 'node:events';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Finds a TCP port on 127.0.0.1 that nobody listens on. Somebody may take it before you do. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

/**
 * @param variable the environment variable that chooses this port, named in the message.
 * @param host the interface that will be listened on.
 * @throws Error that says which port is taken and what to set.
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
