import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a server, to lose what the server answers. */
export interface CuttingProxy {
  /** The server's URL, through the proxy. */
  url: string;
  /** Hangs up on the client, in place of passing on what the server says, as often as that. */
  cutAnswers(count: number): void;
  /** Hangs up on everybody, and on whoever connects until `resume`. */
  cutAll(): void;
  resume(): void;
  /** How many connections were opened so far. */
  opened(): number;
  close(): Promise<void>;
}

/** @param url of a server that listens on TCP */
export async function startCuttingProxy(url: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let opened = 0;
  let answersToCut = 0;
  let isCut = false;

  const listener = createServer((client) => {
    opened += 1;
    if (isCut) {
      client.destroy();
      return;
    }
    const server = connect({ host: hostname, port: Number(port) });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    server.on('data', (bytes) => {
      if (answersToCut === 0) {
        client.write(bytes);
      } else {
        answersToCut -= 1;
        client.destroy();
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const destroyAll = () => sockets.forEach((socket) => socket.destroy());

  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    cutAnswers(count) {
      answersToCut = count;
    },
    cutAll() {
      isCut = true;
      destroyAll();
    },
    resume() {
      isCut = false;
    },
    opened: () => opened,
    async close() {
      destroyAll();
      listener.close();
      await once(listener, 'close');
    },
  };
}
