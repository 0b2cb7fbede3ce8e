import { connectUnread, pipelined } from '@order-countdown/test/weight';

/** The process whose clients never read, for `unread.ts`: sends once all are connected and have sent their requests. */
const [url = '', connections = '0', requests = '0', path = '/'] = process.argv.slice(2);

/** Each address may have so many by default. */
const perAddress = 1_000;

const connecting: Promise<unknown>[] = [];
for (let opened = 0; opened < Number(connections); opened += perAddress) {
  const count = Math.min(perAddress, Number(connections) - opened);
  const address = `127.0.1.${1 + opened / perAddress}`;
  for (const socket of connectUnread(url, count, pipelined(path, Number(requests)), address)) {
    connecting.push(new Promise((resolve) => socket.once('connect', resolve).once('close', resolve)));
  }
}
await Promise.all(connecting);
process.send?.('connected');
// Sockets that don't read keep no process alive. The channel does, until the parent ends this one.
process.on('message', () => undefined);
