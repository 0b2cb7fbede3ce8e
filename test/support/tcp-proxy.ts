import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a process and a server, to hold back what the process sends. */
export interface TcpProxy {
  /** The server's URL, through the proxy. */
  url: string;
  /** Holds what clients send on the connections that are open now, until `release`. New connections are not held. */
  hold(): void;
  /** Delivers what was held, even if the client has hung up meanwhile. Resolves when it was handed over. */
  release(): Promise<void>;
  /** How many connections were opened so far. */
  opened(): number;
  close(): Promise<void>;
}

/** @param url of a server that listens on TCP */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const connections: { client: Socket; server: Socket }[] = [];
  let held: typeof connections = [];

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    for (const socket of [client, server]) socket.on('error', () => undefined);
    client.pipe(server);
    server.pipe(client);
    connections.push({ client, server });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((listener.address() as AddressInfo).port);

  return {
    url: proxied.href,
    hold() {
      held = [...connections];
      for (const { client, server } of held) {
        client.unpipe(server);
        client.pause();
      }
    },
    async release() {
      const handedOver = held.map(async ({ client, server }) => {
        const bytes = client.read() as Buffer | null;
        if (bytes && server.writable) await new Promise((resolve) => server.write(bytes, resolve));
        client.pipe(server);
      });
      held = [];
      await Promise.all(handedOver);
    },
    opened: () => connections.length,
    async close() {
      for (const { client, server } of connections) {
        client.destroy();
        server.destroy();
      }
      listener.close();
      await once(listener, 'close');
    },
  };
}
