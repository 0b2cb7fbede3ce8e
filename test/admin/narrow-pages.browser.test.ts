import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { operatorCredentials } from '../support/operator.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';

let browser: Browser;
let system: System;
/** By what the page shows. */
let paths: Record<string, string>;

beforeAll(async () => {
  [browser, system] = await Promise.all([launchBrowser(), startSystem({ workerEnv: withoutSweep })]);
  const { client } = system;
  const cancelled = await client.place({
    reference: 'cart-2026-03-01-000042',
    metadata: { channel: 'app', campaign: 'spring-sale-with-a-rather-long-name' },
    amount: 12_900,
    items: [{ sku: 'TEA-GREEN-250', name: 'Green tea, first flush', quantity: 2, unitAmount: 6_450 }],
  });
  await client.post(`/v1/orders/${cancelled.body.id}/cancel`, { reason: 'The customer ordered twice' });
  await client.post(`/v1/orders/${cancelled.body.id}/pay`, { paymentReference: 'pay_7f3c' });
  const pending = await client.place({ expiresInSeconds: 3_600 });
  paths = {
    'a cancelled order': `/admin/orders/${cancelled.body.id}`,
    'a pending order': `/admin/orders/${pending.body.id}`,
    'the search for an order': '/admin/orders',
    'a kind of problem': '/problems/order_expired',
    'an unknown address': '/nothing',
    'signing out': '/admin/sign-out',
  };
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${system.api.url}/admin/orders`);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(cutOff), 'sign-in').toEqual([]);
  await page.getByLabel('Username').fill(operatorCredentials.username);
  await page.getByLabel('Password').fill(operatorCredentials.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/admin/orders');
}

/** The elements whose content is wider than they are. */
const cutOff = `[...document.querySelectorAll('html, main, .card, dd, td')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ tagName, className }) => tagName + '.' + className)`;

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)(
  'pages fit a window of %i px in %s colours, and axe finds nothing wrong',
  async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
    const page = await context.newPage();
    await signIn(page);
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(system.api.url + path);
      const file = `test-results/${name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: file, fullPage: true });
      expect(await page.evaluate(cutOff), name).toEqual([]);
      expect(await accessibilityFaults(page), name).toEqual([]);
    }
    await context.close();
  },
);
