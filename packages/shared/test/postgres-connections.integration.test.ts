import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { createPostgres } from '@order-countdown/shared/platform/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../test/support/context.ts';

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});

afterAll(() => context.close());

/** Resets the first connections at the moment at which they send this. @returns the URL of Postgres through it */
async function startResetting(url: string, sent: string, times: number) {
  const { hostname: host, port } = new URL(url);
  let left = times;
  const server = createServer((client) => {
    const upstream = connect({ host, port: Number(port) });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    upstream.pipe(client);
    client.on('data', (bytes: Buffer) => {
      if (left === 0 || !bytes.includes(sent)) return void upstream.write(bytes);
      left -= 1;
      upstream.destroy();
      return void client.resetAndDestroy();
    });
    client.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return { url: through.href, close: () => server.close() };
}

test.each(['pg_is_in_recovery', 'select 42'])(
  'a new connection that is reset at %j fails its statement, and nothing else',
  async (sent) => {
    const resetting = await startResetting(context.databaseUrl, sent, 2);
    const errors: Error[] = [];
    const postgres = createPostgres({
      url: resetting.url,
      applicationName: 'test',
      onConnectionError: (error) => void errors.push(error),
    });
    const ask = () => postgres.query<{ answer: number }>('select 42 as answer');
    const lost = await Promise.allSettled([ask(), ask()]);
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(lost).toMatchObject([
      { reason: { name: 'LedgerUnavailable' } },
      { reason: { name: 'LedgerUnavailable' } },
    ]);
    expect(await ask()).toEqual([{ answer: 42 }]);
    await postgres.close();
    resetting.close();
  },
);
