import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceiverReport } from './receiver.ts';

/** Receives webhooks for `receiver.ts`. It answers at once, except at `/dead`, where it never does. */

interface Received {
  id: string;
  text: string;
  atMs: number;
}

let received: Received[] = [];
let wanted = Infinity;

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    if (request.url?.startsWith('/dead')) return;
    response.writeHead(204).end();
    const atMs = performance.timeOrigin + performance.now();
    received.push({ id: String(request.headers['webhook-id']), text, atMs });
    if (received.length >= wanted) report();
  });
});

/** Bodies are parsed here, and not while deliveries arrive. */
function report(): void {
  const message: ReceiverReport = {
    distinct: new Set(received.map(({ id }) => id)).size,
    seconds: (received.at(-1)!.atMs - received[0]!.atMs) / 1_000,
    latenessMs: received.map(({ text, atMs }) => atMs - Date.parse(JSON.parse(text).timestamp)),
  };
  wanted = Infinity;
  received = [];
  process.send?.(message);
}

process.on('message', (count: number) => {
  wanted = count;
  if (received.length >= wanted) report();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
