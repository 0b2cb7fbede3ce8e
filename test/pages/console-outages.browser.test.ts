import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openConsole } from '../support/console-pages.ts';
import { createClient } from '../support/client.ts';
import { startApi } from '../support/processes.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';

type Running = Parameters<typeof openConsole>[0] & { system: System };

let redis: Awaited<ReturnType<typeof startThrowawayRedis>>;
let running: Running;
let page: Page;

beforeAll(async () => {
  redis = await startThrowawayRedis();
  const [browser, system] = await Promise.all([
    launchBrowser(),
    startSystem({ redisUrl: redis.url, workerEnv: withoutSweep }),
  ]);
  running = { browser, system };
  page = await openConsole(running);
}, 360_000);

afterAll(async () => {
  await running?.browser.close();
  await running?.system.close();
  await redis?.stop();
});

test('a page that is open while the API is killed and started again is right within two seconds', async () => {
  const { system } = running;
  const { body: order } = await system.client.place({ expiresInSeconds: 3_600 });
  await page.goto(`${system.api.url}/admin/orders/${order.id}`);
  await page.getByRole('timer').waitFor();
  const port = new URL(system.api.url).port;
  await system.api.end('SIGKILL');
  await page.getByRole('alert').getByText('The API doesn’t answer').waitFor();
  expect(await page.getByRole('timer').count()).toBe(1);
  const api = await startApi(system.context, { PORT: port });
  system.api = api;
  await createClient(api.url).post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_1' });
  await page.getByText('by pay_1').waitFor({ timeout: 2_000 });
  expect(await page.getByText('The API doesn’t answer').count()).toBe(0);
});

test('while Redis is away every page says so, the queues too, and they are back with it', async () => {
  const { url } = running.system.api;
  const banner = page.getByRole('alert').getByText('Redis is away');
  await page.goto(`${url}/admin`);
  await page.getByRole('link', { name: 'Pending' }).waitFor();
  await redis.kill();
  await banner.waitFor();
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
  await banner.waitFor();
  await page.getByRole('link', { name: 'Queues' }).click();
  await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
  await banner.waitFor();
  await page.screenshot({ path: 'test-results/console-queues-without-redis.png' });

  expect(await page.getByText('No queues to display').count()).toBe(0);
  await redis.restart();
  await page.getByRole('link', { name: 'order-expiry' }).first().waitFor();
});
