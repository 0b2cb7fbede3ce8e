import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connectionThrough, type Connection } from './connection.ts';

/** What a link does to its connections, instead of passing their bytes on at once. */
export type Disturbance =
  /** New connections are reset. */
  | { kind: 'refuse' }
  /** Each chunk of bytes waits for the latency, and then for its turn at the rate. */
  | { kind: 'slow'; latencyMs: number; jitterMs: number; bytesPerSecond?: number }
  /** Bytes and ends of connections are held, and passed on afterwards. */
  | { kind: 'freeze' }
  /** Bytes and ends are lost, and nobody is told, as when a router forgets its connections. */
  | { kind: 'half-open' };

/** The way from one process to one store: a TCP proxy on 127.0.0.1. */
export interface Link {
  readonly port: number;
  /** The connections of the process that are open now. */
  readonly connections: number;
  /** Where connections lead from now on. The open ones are reset. */
  pointAt(port: number): void;
  /** Resets all connections on both sides. */
  cut(): void;
  /** Of several disturbances, the latest one counts. @returns a function that ends this one; safe to call twice */
  disturb(disturbance: Disturbance): () => void;
  close(): Promise<void>;
}

/** Opens a link to a port on 127.0.0.1. `random` returns numbers from 0 to 1, for the jitter. */
export async function openLink(upstreamPort: number, random: () => number = Math.random): Promise<Link> {
  const connections = new Set<Connection>();
  let disturbances: Disturbance[] = [];
  let targetPort = upstreamPort;

  const state = { disturbance: () => disturbances.at(-1), random };
  const server = createServer({ allowHalfOpen: true }, (client: Socket) => {
    if (state.disturbance()?.kind === 'refuse') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const connection = connectionThrough(client, targetPort, state);
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  });
  const port = await listen(server);

  function cut(): void {
    for (const connection of connections) connection.reset();
  }

  return {
    port,
    get connections() {
      return connections.size;
    },
    pointAt(next) {
      targetPort = next;
      cut();
    },
    cut,
    disturb(disturbance) {
      disturbances = [...disturbances, disturbance];
      for (const connection of connections) connection.disturbed();
      return () => {
        if (!disturbances.includes(disturbance)) return;
        disturbances = disturbances.filter((other) => other !== disturbance);
        for (const connection of connections) connection.disturbed();
      };
    },
    async close() {
      server.close();
      cut();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
