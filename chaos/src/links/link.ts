import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
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
  const door = await listen((client) => way.take(client));
  const way = createWay({ port: door.port, upstreamPort, random });
  return Object.assign(way.link, { close: () => door.close(way.link.cut) });
}

/** The store's URL with the link's port. */
export function throughLink({ port }: Pick<Link, 'port'>, storeUrl: string): string {
  const url = new URL(storeUrl);
  url.port = String(port);
  return url.href;
}

/** A port on 127.0.0.1 that leads to another one, with a link for each address that connections come from. */
export interface Gate {
  readonly port: number;
  /** @param address such as 127.0.1.1 */
  from(address: string): Omit<Link, 'close'>;
  close(): Promise<void>;
}

export async function openGate(upstreamPort: number, random: () => number = Math.random): Promise<Gate> {
  const ways = new Map<string, Way>();
  const wayFrom = (address: string): Way => {
    const way = ways.get(address) ?? createWay({ port: door.port, upstreamPort, random });
    ways.set(address, way);
    return way;
  };
  const door = await listen((client) => wayFrom(client.remoteAddress ?? '').take(client));
  return {
    port: door.port,
    from: (address) => wayFrom(address).link,
    close: () => door.close(() => ways.forEach(({ link }) => link.cut())),
  };
}

interface Way {
  link: Omit<Link, 'close'>;
  take(client: Socket): void;
}

function createWay(options: { port: number; upstreamPort: number; random: () => number }): Way {
  const { port, upstreamPort, random } = options;
  const connections = new Set<Connection>();
  let disturbances: Disturbance[] = [];
  let targetPort = upstreamPort;

  const state = { disturbance: () => disturbances.at(-1), random };

  function take(client: Socket): void {
    if (state.disturbance()?.kind === 'refuse') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const connection = connectionThrough(client, targetPort, state);
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  }

  function cut(): void {
    for (const connection of connections) connection.reset();
  }

  const link = {
    port,
    get connections() {
      return connections.size;
    },
    pointAt(next: number) {
      targetPort = next;
      cut();
    },
    cut,
    disturb(disturbance: Disturbance) {
      disturbances = [...disturbances, disturbance];
      for (const connection of connections) connection.disturbed();
      return () => {
        if (!disturbances.includes(disturbance)) return;
        disturbances = disturbances.filter((other) => other !== disturbance);
        for (const connection of connections) connection.disturbed();
      };
    },
  };
  return { link, take };
}

interface Listening {
  port: number;
  /** @param cut ends the connections, once there are no new ones */
  close(cut: () => void): Promise<void>;
}

async function listen(take: (client: Socket) => void): Promise<Listening> {
  const server = createServer({ allowHalfOpen: true }, take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close(cut) {
      server.close();
      cut();
      if (server.listening) await once(server, 'close');
    },
  };
}
