import type { Worker } from 'node:cluster';

/** A connection as Node passes it on to a process. */
interface Handle {
  close(): void;
}

/**
 * Node hands a process one connection at a time, and keeps it open until the process confirms it. Should that die
 * instead, nobody would ever close it, and its client would wait for ever.
 */
export function closeLostConnections(worker: Worker): void {
  const { process } = worker;
  const send = process.send.bind(process) as (...args: unknown[]) => boolean;
  let last: Handle | undefined;
  process.send = (message: { act?: string }, handle?: unknown, ...rest: unknown[]) => {
    if (message.act === 'newconn') last = handle as Handle;
    return send(message, handle, ...rest);
  };
  // Has no effect on one that is closed already.
  worker.once('exit', () => last?.close());
}
