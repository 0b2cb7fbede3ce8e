import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

// node examples/webhook-receiver.ts whsec_… 4000: the secret that registering the endpoint told
const [secret = '', port = '4000'] = process.argv.slice(2);
const webhook = new Webhook(secret);

/** In real life a table with a unique key, written together with what the event brings about. */
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
      // The same event can come again, and an older one after a newer one: order by its sequence.
      if (!seen.has(id)) console.log(`${type} ${data.orderId ?? ''} ${data.sequence ?? ''}`.trim());
      seen.add(id);
      response.writeHead(204).end();
    } catch {
      response.writeHead(400).end('the signature is wrong');
    }
  })();
});
server.listen(Number(port), '127.0.0.1', () =>
  console.log(`listening on ${JSON.stringify(server.address())}`),
);
