import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * Below those that systems give to outgoing connections, from 32,768 on at the lowest: a server that is down for a moment
 * would lose such a port to the next client that connects to anything.
 */
const [firstPort, lastPort] = [20_000, 32_767];

const maxTries = 100;

/** Finds a free TCP port on 127.0.0.1. Another process may take it before the caller does. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const port = randomInt(firstPort, lastPort + 1);
    if (await isPortFree(port, LOOPBACK)) return port;
  }
  throw new Error(`found no free port from ${firstPort} to ${lastPort} in ${maxTries} tries`);
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
