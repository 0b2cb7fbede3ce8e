import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

// npx node examples/webhook-receiver.ts whsec_… 4000
// The first argument is the secret that registering the endpoint returned, the second one the port.
const [secret, port = '4000'] = process.argv.slice(2);
if (!secret?.startsWith('whsec_')) {
  console.error(
    'usage: npx node examples/webhook-receiver.ts <secret of the endpoint: whsec_…> [port, default 4000]',
  );
  process.exit(2);
}
const webhook = new Webhook(secret);

/** In production, use a table with a unique key, written in the same transaction as the effects of the event. */
const seen = new Set<string>();

interface Message {
  type: string;
  data: { orderId?: string; sequence?: number };
}

const server = createServer((request, response) => {
  void (async () => {
    const text = Buffer.concat(await request.toArray()).toString();
    const headers = request.headers as Record<string, string>;
    try {
      const { type, data } = webhook.verify(text, headers) as Message;
      const id = headers['webhook-id'] ?? '';
      // An event can arrive twice, or after a newer one: deduplicate by id and order by sequence.
      if (!seen.has(id)) console.log(`${type} ${data.orderId ?? ''} ${data.sequence ?? ''}`.trim());
      seen.add(id);
      response.writeHead(204).end();
    } catch {
      response.writeHead(400).end('invalid signature');
    }
  })();
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}`));
