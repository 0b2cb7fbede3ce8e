import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';
import { Gauge, type Registry } from 'prom-client';
import type { DroppedConnections, DropReason } from './dropped-connections.ts';
import { isProbe } from './probes.ts';
import { createSpareConnections } from './spare-connections.ts';

/** Bounds the connections of this process, in all and from each address. */
export interface Connections {
  /** Counts the connections of a server from now on. */
  guard(server: Server): void;
  /** Refuses what is not asked by whoever watches this process, on connections beyond the limits. */
  before(app: RequestListener): RequestListener;
  /** The connection does not count for its address until the response has ended. */
  exempt(socket: Socket, response: ServerResponse): void;
  open(): Iterable<Socket>;
}

export interface ConnectionLimits {
  max: number;
  /** Of each IPv4 address or IPv6 network, unless it is a trusted proxy's: that one has the clients of all. */
  maxPerAddress: number;
  isTrustedProxy: (address: string) => boolean;
}

interface Place {
  /** Null: not counted by address. */
  address: string | null;
  /** Responses that exempt it. */
  exemptions: number;
}

export function createConnections(
  { max, maxPerAddress, isTrustedProxy }: ConnectionLimits,
  { dropped, registry }: { dropped: DroppedConnections; registry: Registry },
): Connections {
  const places = new Map<Socket, Place>();
  const counts = new Map<string, number>();
  const spare = createSpareConnections(dropped);
  const open = new Gauge({
    name: 'order_countdown_http_open_connections',
    help: 'Connections that are open in this process.',
    registers: [registry],
  });

  function count(address: string, change: 1 | -1): void {
    const now = (counts.get(address) ?? 0) + change;
    if (now > 0) counts.set(address, now);
    else counts.delete(address);
  }

  function refusalOf(address: string | null): DropReason | null {
    if (places.size >= max) return 'process_full';
    return address !== null && (counts.get(address) ?? 0) >= maxPerAddress ? 'address_full' : null;
  }

  function accept(socket: Socket): void {
    // The client has left already.
    if (socket.remoteAddress === undefined) return void socket.destroy();
    const address = isTrustedProxy(socket.remoteAddress) ? null : ipKeyGenerator(socket.remoteAddress);
    const refusal = refusalOf(address);
    if (refusal) return spare.lend(socket, refusal);
    const place: Place = { address, exemptions: 0 };
    places.set(socket, place);
    open.inc();
    if (address !== null) count(address, 1);
    socket.once('close', () => {
      places.delete(socket);
      open.dec();
      if (address !== null && place.exemptions === 0) count(address, -1);
    });
  }

  return {
    guard: (server) => void server.on('connection', accept),

    before: (app) => (request, response) => {
      const { socket, url = '' } = request;
      if (!spare.has(socket)) return app(request, response);
      if (!isProbe(url)) return spare.drop(socket);
      if (!spare.use(socket)) return;
      response.shouldKeepAlive = false;
      return app(request, response);
    },

    exempt(socket, response) {
      const place = places.get(socket);
      if (!place || place.address === null) return;
      const { address } = place;
      place.exemptions += 1;
      if (place.exemptions === 1) count(address, -1);
      response.once('close', () => {
        place.exemptions -= 1;
        if (place.exemptions === 0 && places.has(socket)) count(address, 1);
      });
    },

    *open() {
      yield* places.keys();
      yield* spare.open();
    },
  };
}
