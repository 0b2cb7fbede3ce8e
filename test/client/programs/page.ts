import { createOrderCountdown, verifyWebhook } from '@order-countdown/client';
import '@order-countdown/client/element';

/** A shopper's page: it shows what is left to pay of one order, by its view token. */

const parameters = new URLSearchParams(location.search);
const parameter = (name: string) => parameters.get(name) ?? '';
const client = createOrderCountdown({ baseUrl: parameter('api'), token: parameter('token') });
const watch = client.watchOrder(parameter('id'));

const show = (id: string, text: string) => {
  document.getElementById(id)!.textContent = text;
};

const element = document.createElement('order-countdown');
element.src = `${parameter('api')}/v1/orders/${parameter('id')}`;
element.token = parameter('token');
element.addEventListener('order-paid', ({ detail }) => show('element', `${detail.id} ${detail.status}`));
document.body.append(element);

setInterval(() => show('remaining', String(watch.remainingMs)), 50);
const types: string[] = [];
for await (const { type, status } of watch) {
  types.push(type);
  show('types', types.join(' '));
  show('status', status);
}

// Web Crypto is there, too.
const { body, headers, secret } = JSON.parse(parameter('webhook')) as {
  body: string;
  headers: Record<string, string>;
  secret: string;
};
show('webhook', (await verifyWebhook({ body, headers, secret })).type);
