import type { Socket } from 'node:net';
import type { DroppedConnections, DropReason } from './dropped-connections.ts';

/**
 * A few connections beyond the limits, each for one request of whoever watches this process: its health matters most
 * while all others are taken. A connection that asks for anything else, or for nothing at once, is closed.
 */
export interface SpareConnections {
  lend(socket: Socket, reason: DropReason): void;
  has(socket: Socket): boolean;
  /** The connection asks for what it may. @returns false if too many do, and it was closed */
  use(socket: Socket): boolean;
  drop(socket: Socket): void;
  open(): Iterable<Socket>;
}

/** Of each kind: those that have not asked yet, of which the oldest is closed for the next, and those that have. */
const maxSpare = 50;

/** A probe sends its request as soon as it is connected. */
const patienceMs = 250;

export function createSpareConnections(dropped: Pick<DroppedConnections, 'drop'>): SpareConnections {
  const lent = new Map<Socket, DropReason>();
  const idle = new Set<Socket>();

  function dropLent(socket: Socket): void {
    const reason = lent.get(socket);
    if (reason && !socket.destroyed) dropped.drop(socket, reason);
    idle.delete(socket);
  }

  function lend(socket: Socket, reason: DropReason): void {
    const [oldest] = idle;
    if (oldest && idle.size >= maxSpare) dropLent(oldest);
    lent.set(socket, reason);
    idle.add(socket);
    const dropIdle = () => void (idle.has(socket) && dropLent(socket));
    // A process that was busy meanwhile reads what has arrived before it runs immediates.
    const patience = setTimeout(() => setImmediate(dropIdle), patienceMs);
    socket.once('close', () => {
      clearTimeout(patience);
      lent.delete(socket);
      idle.delete(socket);
    });
  }

  return {
    lend,
    has: (socket) => lent.has(socket),
    use(socket) {
      idle.delete(socket);
      const isAllowed = lent.size - idle.size <= maxSpare;
      if (!isAllowed) dropLent(socket);
      return isAllowed;
    },
    drop: dropLent,
    open: () => lent.keys(),
  };
}
