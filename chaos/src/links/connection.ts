import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disturbance } from './link.ts';

/** One connection through a link. */
export interface Connection {
  /** Settles when both sides are closed. Never rejects. */
  closed: Promise<void>;
  /** Resets both sides. */
  reset(): void;
  /** The link's disturbance has changed. */
  disturbed(): void;
}

/** What a connection asks its link. */
export interface LinkState {
  disturbance(): Disturbance | undefined;
  /** A number from 0 to 1. */
  random(): number;
}

/** Connects a client to a port on 127.0.0.1, through whatever the link does to it. */
export function connectionThrough(client: Socket, upstreamPort: number, link: LinkState): Connection {
  const upstream = connect({ port: upstreamPort, host: '127.0.0.1', allowHalfOpen: true });
  const sides = [client, upstream];
  let changed = Promise.withResolvers<void>();
  let isLost = false;

  function reset(): void {
    for (const side of sides) {
      // Node never closes a socket that is reset while its own end is on the way.
      if (side.writableEnded) side.destroy();
      else if (!side.destroyed) side.resetAndDestroy();
    }
    changed.resolve();
  }

  /** A lost connection stays lost. The server is told in the end, as by its keepalive; the client must notice itself. */
  function disturbed(): void {
    const kind = link.disturbance()?.kind;
    if (isLost && kind !== 'half-open') upstream.destroy();
    isLost ||= kind === 'half-open';
    changed.resolve();
    changed = Promise.withResolvers();
  }

  const isHeld = () => !isLost && link.disturbance()?.kind === 'freeze' && !client.destroyed;

  /** Waits as long as the link wants. @returns whether the bytes arrive */
  async function passes(bytes: number): Promise<boolean> {
    while (isHeld()) await changed.promise;
    const disturbance = link.disturbance();
    if (!isLost && disturbance?.kind === 'slow') {
      const { latencyMs, jitterMs, bytesPerSecond = Infinity } = disturbance;
      await sleep(latencyMs + jitterMs * link.random() + (bytes / bytesPerSecond) * 1_000);
    }
    return !isLost;
  }

  async function pass(from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if ((await passes(chunk.length)) && to.writable && !to.write(chunk)) await drained(to);
    }
    // Nobody waits any longer for the answer on a lost connection that was ended.
    if (await passes(0)) to.end();
    else from.destroy();
  }

  const passed = sides.map(async (from) => {
    const to = from === client ? upstream : client;
    try {
      await pass(from, to);
    } catch {
      // One side was reset: so is the other one, unless nobody is to know.
      if (await passes(0)) reset();
    }
  });
  for (const side of sides) {
    side.setNoDelay(true);
    side.on('error', () => undefined);
  }
  client.once('close', () => changed.resolve());
  if (link.disturbance()?.kind === 'half-open') isLost = true;
  const closed = Promise.all([...sides.map(untilClosed), ...passed]).then(() => undefined);
  return { closed, reset, disturbed };
}

function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

/** A socket that is destroyed never drains. */
async function drained(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => {
    socket.once('drain', resolve).once('close', resolve);
  });
}
