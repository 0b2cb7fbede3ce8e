import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { createTestContext } from '../support/context.ts';
import { operatorCredentials } from '../support/operator.ts';
import { startApi } from '../support/processes.ts';

test('the dashboard says that Redis is away, when it is opened and when it has been open', async () => {
  const [context, redis, browser] = await Promise.all([
    createTestContext(),
    startThrowawayRedis(),
    launchBrowser(),
  ]);
  const api = await startApi({ databaseUrl: context.databaseUrl, redisUrl: redis.url });
  try {
    const page = await browser.newPage();
    await page.goto(`${api.url}/admin/queues`);
    await page.getByLabel('Username').fill(operatorCredentials.username);
    await page.getByLabel('Password').fill(operatorCredentials.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'order-expiry' }).first().waitFor();

    await redis.kill();
    await page.getByText('Orders go on without it').waitFor();
    for (const path of ['/queue/order-expiry', '']) {
      await page.goto(`${api.url}/admin/queues${path}`);
      await page.getByRole('alert').getByText('Redis is away').waitFor();
    }
    await page.screenshot({ path: 'test-results/dashboard-without-redis.png' });
    expect(await page.getByText('No queues to display').count()).toBe(0);

    await redis.restart();
    await page.getByRole('link', { name: 'order-expiry' }).first().waitFor();
  } finally {
    await Promise.all([browser.close(), api.end()]);
    await Promise.all([context.close(), redis.stop()]);
  }
}, 120_000);
