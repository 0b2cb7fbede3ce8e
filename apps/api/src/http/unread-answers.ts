import type { Socket } from 'node:net';
import type { Connections } from './connections.ts';
import type { DroppedConnections } from './dropped-connections.ts';
import type { Pipelining } from './pipelining.ts';

export interface UnreadAnswersOptions {
  connections: Pick<Connections, 'open'>;
  pipelining: Pick<Pipelining, 'carriesStream'>;
  dropped: Pick<DroppedConnections, 'drop'>;
  timeLimitMs?: number;
  checkIntervalMs?: number;
}

interface Progress {
  sentBytes: number;
  /** How many checks in a row have found no more sent. */
  idleChecks: number;
}

/**
 * Closes connections that have something to send of which nothing has left for 15 s: their clients don't read. A client
 * that reads slowly goes on.
 *
 * Checks are counted, not the time between them: a process that was stopped for a minute has taken nothing meanwhile, and
 * its clients did nothing wrong.
 *
 * @returns a function that stops checking
 */
export function dropUnreadAnswers(options: UnreadAnswersOptions): () => void {
  const { connections, pipelining, dropped } = options;
  const { timeLimitMs = 15_000, checkIntervalMs = 1_000 } = options;
  const maxIdleChecks = Math.ceil(timeLimitMs / checkIntervalMs);
  const stalled = new WeakMap<Socket, Progress>();

  function check(socket: Socket): void {
    // Streams have a limit of their own: see `createStreams`.
    const mayStall = socket.writableLength === 0 || pipelining.carriesStream(socket);
    if (mayStall) return void stalled.delete(socket);
    const sentBytes = sentBytesOf(socket);
    const last = stalled.get(socket);
    if (last?.sentBytes !== sentBytes) return void stalled.set(socket, { sentBytes, idleChecks: 0 });
    last.idleChecks += 1;
    if (last.idleChecks >= maxIdleChecks) dropped.drop(socket, 'unread');
  }

  const checking = setInterval(() => {
    for (const socket of connections.open()) check(socket);
  }, checkIntervalMs);
  return () => clearInterval(checking);
}

/**
 * A number that changes whenever the kernel has taken something: the bytes of all writes that are complete, less what is
 * left of the one that is not. Only the handle knows the latter.
 */
function sentBytesOf(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
  return socket.bytesWritten - socket.writableLength - (handle?.writeQueueSize ?? 0);
}
