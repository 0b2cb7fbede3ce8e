import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';
import { Gauge, type Registry } from 'prom-client';
import { createClaims, type Claim, type Claims } from './claims.ts';
import type { DroppedConnections, DropReason } from './dropped-connections.ts';
import { isProbe } from './probes.ts';
import { createSpareConnections } from './spare-connections.ts';

/** Bounds the connections of an instance, in all and from each address. */
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
  /** What is counted of it by address. Null: nothing. */
  ofAddress: string | null;
  /** Responses that exempt it. */
  exemptions: number;
  claim: Claim | null;
  /** Its requests, until it is known whether it may stay. Null: it is. */
  waiting: (() => void)[] | null;
}

const inAll = 'connections';

/** While a connection is not counted yet. As many as a client may send before it has answers: see `createPipelining`. */
const maxWaiting = 32;

export function createConnections(
  { max, maxPerAddress, isTrustedProxy }: ConnectionLimits,
  dependencies: { dropped: DroppedConnections; registry: Registry; claims?: Claims },
): Connections {
  const { dropped, registry, claims = createClaims() } = dependencies;
  const places = new Map<Socket, Place>();
  const spare = createSpareConnections(dropped);
  const open = new Gauge({
    name: 'order_countdown_http_open_connections',
    help: 'Connections that are open.',
    registers: [registry],
  });

  function accept(socket: Socket): void {
    // The client has left already.
    if (socket.remoteAddress === undefined) return void socket.destroy();
    const isCounted = !isTrustedProxy(socket.remoteAddress);
    const ofAddress = isCounted ? `${inAll} of ${ipKeyGenerator(socket.remoteAddress)}` : null;
    const place: Place = { ofAddress, exemptions: 0, claim: null, waiting: [] };
    places.set(socket, place);
    open.inc();
    socket.once('close', () => {
      if (!places.delete(socket)) return;
      open.dec();
      place.claim?.keep([]);
    });
    const wanted = [
      { name: inAll, max },
      ...(ofAddress === null ? [] : [{ name: ofAddress, max: maxPerAddress }]),
    ];
    place.claim = claims.take(wanted, (usedUp) => {
      if (usedUp !== null) refuse(socket, usedUp === inAll ? 'process_full' : 'address_full');
      const waiting = place.waiting ?? [];
      place.waiting = null;
      for (const begin of waiting) begin();
    });
  }

  function refuse(socket: Socket, reason: DropReason): void {
    if (!places.delete(socket)) return;
    open.dec();
    spare.lend(socket, reason);
  }

  /** What the connection holds, unless a response exempts it from being counted for its address. */
  function recount({ claim, ofAddress, exemptions }: Place): void {
    claim?.keep(ofAddress === null || exemptions > 0 ? [inAll] : [inAll, ofAddress]);
  }

  return {
    guard: (server) => void server.on('connection', accept),

    before(app) {
      const answer: RequestListener = (request, response) => {
        const { socket, url = '' } = request;
        if (!spare.has(socket)) return app(request, response);
        if (!isProbe(url)) return spare.drop(socket);
        if (!spare.use(socket)) return;
        response.shouldKeepAlive = false;
        return app(request, response);
      };
      return (request, response) => {
        const { socket } = request;
        const waiting = places.get(socket)?.waiting;
        if (!waiting) return answer(request, response);
        if (waiting.length >= maxWaiting) return dropped.drop(socket, 'pipelining');
        waiting.push(() => !socket.destroyed && answer(request, response));
      };
    },

    exempt(socket, response) {
      const place = places.get(socket);
      if (!place || place.ofAddress === null) return;
      place.exemptions += 1;
      if (place.exemptions === 1) recount(place);
      response.once('close', () => {
        place.exemptions -= 1;
        if (place.exemptions === 0 && places.has(socket)) recount(place);
      });
    },

    *open() {
      yield* places.keys();
      yield* spare.open();
    },
  };
}
