import type { Answer, Client } from './client.ts';

export interface WholeLoad {
  /** All so far. */
  answers: readonly Answer[];
  /** Finishes the requests in progress. */
  stop(): Promise<void>;
}

/** Uses every route that reads or writes the ledger, again and again until it is stopped. */
export async function startWholeLoad(client: Client): Promise<WholeLoad> {
  const answers: Answer[] = [];
  const { body: endpoint } = await client.post('/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/none' });
  const hook = `/v1/webhook-endpoints/${endpoint.id}`;
  const over = new AbortController();

  async function lane(number: number): Promise<void> {
    while (!over.signal.aborted) {
      const placed = await client.place({ expiresInSeconds: 60 });
      const path = `/v1/orders/${placed.body.id}`;
      answers.push(placed, await client.post(`${path}/extend`, { seconds: 60 }));
      if (number % 2 === 0) answers.push(await client.post(`${path}/pay`, { paymentReference: 'pay_1' }));
      else answers.push(await client.post(`${path}/cancel`));
      for (const read of [
        path,
        `${path}/countdown`,
        `${path}/events`,
        '/v1/orders?limit=5',
        `${hook}/deliveries`,
      ]) {
        answers.push(await client.get(read));
      }
      answers.push(await client.get(hook), await client.post(`${hook}/test`));
    }
  }
  const lanes = Promise.all(Array.from({ length: 6 }, (_, number) => lane(number)));
  return {
    answers,
    async stop() {
      over.abort();
      await lanes;
    },
  };
}

/** @returns the answers that should not have come */
export const unexpectedAmong = (answers: readonly Answer[]) =>
  answers
    .filter(({ status }) => ![200, 201, 202].includes(status))
    .map(({ status, body }) => ({ status, body }));
