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
  // Node would answer by itself, any number of requests at once: see `refuseMalformed`.
  requireHostHeader: false,
};

/** A server that bounds its connections and what waits in them. It does not listen yet. */
export function createLimitedServer(
  app: RequestListener,
  { connections, dropped }: { connections: Connections; dropped: DroppedConnections },
): Server {
  const pipelining = createPipelining(refuseMalformed(app), dropped);
  const listener = connections.before((request, response) => pipelining.listener(request, response));
  const server = createServer(serverLimits, listener);
  // Node would answer these by itself, too. A server may ignore what it does not know (RFC 9110, 10.1.1).
  server.on('checkExpectation', listener);
  connections.guard(server);
  server.on('connection', () => pipelining.connected());
  const stopChecking = dropUnreadAnswers({ connections, pipelining, dropped });
  server.once('close', stopChecking);
  return server;
}

/**
 * A request in HTTP/1.1 must have a `Host` (RFC 9112, 3.2), and we serve no other scheme. Express would not know the path
 * of a target that is not a URL, and answer by itself, past all that we count and log.
 */
const refuseMalformed =
  (app: RequestListener): RequestListener =>
  (request, response) => {
    const { headers, httpVersion, url = '' } = request;
    const hasHost = headers.host !== undefined || httpVersion !== '1.1';
    if (hasHost && isTarget(url)) return app(request, response);
    response.writeHead(400, { Connection: 'close' }).end();
  };

/** A path, the server itself, or what is sent to a proxy. */
const isTarget = (url: string): boolean =>
  url.startsWith('/') || url === '*' || (/^https?:/i.test(url) && URL.canParse(url));
