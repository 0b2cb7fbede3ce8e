import { endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext } from '../support/context.ts';
import { startApi } from '../support/processes.ts';
import { startRawReceiver } from '../support/raw-receiver.ts';
import { until } from '../support/until.ts';
import { register, startImpatientDelivery } from '../support/webhook-system.ts';

test('a host name that resolves to a refused address by now gets nothing for long, however busy its connection', async () => {
  const context = await createTestContext();
  const api = await startApi(context);
  const receiver = await startRawReceiver((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  );
  const endpoint = await register(createClient(api.url), `http://localhost:${receiver.port}/hook`);
  const policy = { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [] };
  const delivery = startImpatientDelivery(context, { retryDelaysMs: [], policy });
  const id = endpointIdToUuid(endpoint.id);
  const send = () => context.postgres.query('insert into webhook_deliveries (endpoint_id) values ($1)', [id]);
  const count = async (condition: string) => {
    const text = `select from webhook_deliveries where endpoint_id = $1 and ${condition}`;
    return (await context.postgres.query(text, [id])).rowCount;
  };

  await send();
  await until(async () => (await count(`status = 'delivered'`)) === 1);
  policy.allowsPrivateNetwork = false;
  await until(
    async () => {
      await send();
      return (await count(`error ~ 'private or reserved'`)) !== 0;
    },
    90_000,
    100,
  );
  expect(await count('error is not null')).toBeGreaterThan(0);

  await endpoint.remove();
  await receiver.close();
  await delivery.close();
  await api.end();
  await context.close();
});
