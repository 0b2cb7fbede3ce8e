import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { Connections } from './connections.ts';
import type { DroppedConnections } from './dropped-connections.ts';
import { createPipelining } from './pipelining.ts';
import { dropUnreadAnswers } from './unread-answers.ts';

/**
 * Who sends slowly on purpose holds a connection no longer than this, and the body limit bounds the rest. Who does not
 * read the answers holds one for 15 s: see `dropUnreadAnswers`. How many connections there may be, see
 * `createConnections`.
 */
const serverLimits: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
  // Longer than the usual 60 s of a proxy in front, so that it is the proxy who closes.
  keepAliveTimeout: 65_000,
};

/** A server that bounds its connections and what waits in them. It does not listen yet. */
export function createLimitedServer(
  app: RequestListener,
  { connections, dropped }: { connections: Connections; dropped: DroppedConnections },
): Server {
  const pipelining = createPipelining(app, dropped);
  const server = createServer(
    serverLimits,
    connections.before((request, response) => pipelining.listener(request, response)),
  );
  connections.guard(server);
  server.on('connection', () => pipelining.connected());
  const stopChecking = dropUnreadAnswers({ connections, pipelining, dropped });
  server.once('close', stopChecking);
  return server;
}
