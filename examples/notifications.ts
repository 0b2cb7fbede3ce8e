import { createServer, type IncomingMessage, type Server } from 'node:http';

export interface Notification {
  /** As it was sent: signatures cover every byte. */
  body: string;
  headers: Record<string, string | undefined>;
}

export interface Reply {
  status: number;
  text: string;
}

/** The largest notification of a payment provider is far smaller. */
const maxBytes = 256 * 1024;

/** A server that passes what is posted to it to `receive`. If that throws, the answer is 500, and providers try again. */
export function serveNotifications(receive: (notification: Notification) => Promise<Reply>): Server {
  return createServer((request, response) => {
    const replied = reply(request, receive).catch((error: unknown): Reply => {
      console.error(error);
      return { status: 500, text: 'try again' };
    });
    void replied.then(({ status, text }) => response.writeHead(status).end(text));
  });
}

async function reply(
  request: IncomingMessage,
  receive: (notification: Notification) => Promise<Reply>,
): Promise<Reply> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return { status: 413, text: 'too large' };
    chunks.push(chunk);
  }
  const headers = request.headers as Notification['headers'];
  return receive({ body: Buffer.concat(chunks).toString(), headers });
}
