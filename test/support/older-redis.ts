import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { Transform } from 'node:stream';

/** A server's URL at which its version has another first digit, in all else the same. */
export async function startOlderRedis(url: string, major: number): Promise<{ url: string; close(): void }> {
  const { hostname, port } = new URL(url);
  const listener = createServer((client) => {
    const server = connect({ host: hostname, port: Number(port) });
    for (const socket of [client, server]) socket.on('error', () => undefined);
    const aging = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        done(
          null,
          Buffer.from(chunk.toString('latin1').replace(/(redis_version:)\d/, `$1${major}`), 'latin1'),
        );
      },
    });
    client.pipe(server);
    server.pipe(aging).pipe(client);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const older = new URL(url);
  older.hostname = '127.0.0.1';
  older.port = String((listener.address() as AddressInfo).port);
  return { url: older.href, close: () => void listener.close() };
}
