import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { createTestContext } from '../support/context.ts';
import { startApi, startWorker } from '../support/processes.ts';

test('the page of the shop goes on by itself after the API was killed and started again', async () => {
  const context = await createTestContext();
  const [browser, worker, first] = await Promise.all([
    launchBrowser(),
    startWorker(context),
    startApi(context),
  ]);
  const page = await browser.newPage({ locale: 'en-GB' });
  await page.goto(first.url);
  await page.getByRole('radio', { name: '30 minutes' }).check();
  await page.getByRole('button', { name: 'Place order: Teapot' }).click();
  await page.locator('details.webhook', { hasText: 'order.placed' }).waitFor();
  const snapshots = page.locator('details.stream', { hasText: 'snapshot' });
  await snapshots.first().waitFor();

  await first.end('SIGKILL');
  await page.getByRole('button', { name: 'Extend by 1 minute' }).click();
  await page.getByRole('status').getByText('The server does not answer.').waitFor();
  const second = await startApi(context, { PORT: new URL(first.url).port });
  await snapshots.nth(1).waitFor();
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.locator('.badge.paid').waitFor();
  const webhook = page.locator('details.webhook', { hasText: 'order.paid' });
  expect(await webhook.innerText()).toContain('signature verified');

  await browser.close();
  expect(await Promise.all([second.end(), worker.end()])).toEqual([0, 0]);
  await context.close();
});
