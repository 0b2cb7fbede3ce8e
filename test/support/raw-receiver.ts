import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A receiver that speaks HTTP by hand, to hang up, to break off or to say too much where no HTTP server would. */
export interface RawReceiver {
  port: number;
  /** The `webhook-id` of each request, in order. */
  ids: string[];
  /** How many connections were opened so far. */
  opened(): number;
  /** How many connections are open. */
  open(): number;
  close(): Promise<void>;
}

/** @param answer called with each whole request. `count` is from 1, over all connections */
export async function startRawReceiver(
  answer: (socket: Socket, count: number) => void,
): Promise<RawReceiver> {
  const sockets = new Set<Socket>();
  const ids: string[] = [];
  let opened = 0;
  const server = createServer((socket) => {
    opened += 1;
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      text += bytes.toString();
      for (;;) {
        const end = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
        if (end < 0 || text.length < end + 4 + length) return;
        ids.push(/webhook-id: (\S+)/i.exec(text)?.[1] ?? '');
        text = text.slice(end + 4 + length);
        answer(socket, ids.length);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    ids,
    opened: () => opened,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
