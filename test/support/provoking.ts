import { sampleOrder, type Answer, type Client } from './client.ts';

/** Requests that provoke documented responses, beyond the usual life of an order. */

export type Post = (path: string, body: object, headers?: Record<string, string>) => Promise<Answer>;
type Send = Client['send'];

const json = { 'Content-Type': 'application/json' };
const keyed = (key: string) => ({ 'Idempotency-Key': key });
const unknownAttempt = 'pat_01jdkz3y8re0fv2x9k7q5m4n6p';

/** Takes payment attempts of an order to each of their ends. */
export async function tryToPay(path: string, post: Post): Promise<void> {
  const attempts = `${path}/payment-attempts`;
  const key = keyed(`start ${path}`);
  const started = await post(attempts, { provider: 'bank', reference: 'at_0' }, key);
  await post(attempts, { provider: 'bank', reference: 'at_1' }, key);
  await post(attempts, { provider: 'bank', reference: 'at_0' });
  for (let n = 1; n <= 20; n += 1) await post(attempts, { provider: 'bank', reference: `at_${n}` });
  const failing = `${attempts}/${started.body.id}/fail`;
  for (let times = 0; times < 2; times += 1) await post(failing, { reason: 'declined' });
  await post(`${attempts}/${unknownAttempt}/fail`, {});
  await post(`${path}/pay`, { attemptId: started.body.id });
  await post(failing, {});
}

/** Changes an order, or tries to, in every way. */
export async function changeOrder(path: string, post: Post, send: Send): Promise<void> {
  const patch = (body: object) => send(path, { method: 'PATCH', headers: json, body: JSON.stringify(body) });
  await patch({ reference: 'R-3' });
  const advance = `${path.replace('/v1/', '/v1/test/')}/advance`;
  for (const seconds of [60, 61]) await post(advance, { seconds }, keyed(`advance ${path}`));
  for (const seconds of [60, 61]) await post(`${path}/extend`, { seconds }, keyed(`extend ${path}`));
  await post(advance, { seconds: 60 });
  await post(`${path}/payment-attempts`, {});
  await patch({ amount: sampleOrder.amount + 1 });
  await send(`${path}/payment-attempts`, {});
}

/** Reports a refund that is due as made, and what contradicts that. */
export async function reportRefunds(post: Post, send: Send): Promise<void> {
  const { body } = await send('/v1/refunds?status=due', {});
  const path = `/v1/refunds/${body.data[0].id}`;
  await send(path, {});
  for (const report of [{}, { refundReference: 're_1' }, { refundReference: 're_2' }]) {
    await post(`${path}/refunded`, report);
  }
  await send('/v1/refunds?limit=0', {});
}

/** Registers an endpoint, tests and removes it, and repeats that with keys, its own and another's. */
export async function registerWebhooks(url: string, post: Post, send: Send): Promise<void> {
  const endpoints = '/v1/webhook-endpoints';
  const [first, other] = [await post(endpoints, { url }, keyed('register')), await post(endpoints, { url })];
  await post(endpoints, { url: `${url}s` }, keyed('register'));
  const path = `${endpoints}/${first.body.id}`;
  await post(`${path}/test`, {}, keyed('ping'));
  await post(`${endpoints}/${other.body.id}/test`, {}, keyed('ping'));
  for (const address of [endpoints, path, `${path}/deliveries`]) await send(address, {});
  await send(path, { method: 'DELETE' });
  await post(endpoints, { url }, keyed('register'));
}

/** Changes an endpoint, rotates its secret, and asks for its deliveries again. Without a worker, nobody carries that out. */
export async function changeWebhooks(url: string, post: Post, send: Send): Promise<void> {
  const { body } = await post('/v1/webhook-endpoints', { url });
  const path = `/v1/webhook-endpoints/${body.id}`;
  const patch = (change: object) =>
    send(path, { method: 'PATCH', headers: json, body: JSON.stringify(change) });
  await patch({ events: null });
  for (const overlapSeconds of [60, 61]) {
    await post(`${path}/rotate-secret`, { overlapSeconds }, keyed('rotate'));
  }
  const ping = await post(`${path}/test`, {});
  const delivery = `${path}/deliveries/${ping.body.id}`;
  await send(delivery, {});
  await post(`${delivery}/resend`, {}, keyed('resend'));
  await post(`${path}/deliveries/whd_01jdkz3y8re0fv2x9k7q5m4n6q/resend`, {}, keyed('resend'));
  const since = new Date().toISOString();
  for (let n = 0; n <= 10; n += 1) await post(`${path}/resend`, { since }, keyed(`since ${n}`));
  await post(`${path}/resend`, { since, types: ['order.paid'] }, keyed('since 0'));
  await patch({ enabled: false });
  await post(`${delivery}/resend`, {});
  await post(`${path}/resend`, { since });
}
