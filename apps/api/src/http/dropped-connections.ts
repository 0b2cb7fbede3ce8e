import type { Socket } from 'node:net';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { Counter, type Registry } from 'prom-client';

/**
 * Why we close a connection that its client would have kept: there are too many in this process, or from its address;
 * too many requests wait in it; or its answers are not read.
 */
export type DropReason = 'process_full' | 'address_full' | 'pipelining' | 'unread';

/** Closes connections, counts them and logs how many they were. */
export interface DroppedConnections {
  drop(socket: Socket, reason: DropReason): void;
  close(): void;
}

const logIntervalMs = 5_000;

export function createDroppedConnections(dependencies: {
  logger: Logger;
  registry: Registry;
}): DroppedConnections {
  const { logger, registry } = dependencies;
  const total = new Counter({
    name: 'order_countdown_http_connections_dropped_total',
    help: 'Connections that were closed because of a limit, by reason: process_full, address_full, pipelining or unread.',
    labelNames: ['reason'],
    registers: [registry],
  });
  let counts: Partial<Record<DropReason, number>> = {};

  // A line for each would cost more than closing it.
  const reporting = setInterval(() => {
    if (Object.keys(counts).length > 0) logger.warn({ connections: counts }, 'connections closed at a limit');
    counts = {};
  }, logIntervalMs);

  return {
    drop(socket, reason) {
      counts[reason] = (counts[reason] ?? 0) + 1;
      total.inc({ reason });
      stopParsing(socket);
      // At once, with what is still unsent.
      socket.destroy();
    },
    close: () => clearInterval(reporting),
  };
}

/**
 * Node has read up to 64 KiB at a time, and would go on to make objects of every request in it, a thousand or more, and
 * keep them until the connection is closed. A parser that its callback fails parses no further.
 */
function stopParsing(socket: Socket): void {
  const { parser } = socket as Socket & { parser?: { onIncoming: unknown } | null };
  if (parser) parser.onIncoming = () => -1;
}
