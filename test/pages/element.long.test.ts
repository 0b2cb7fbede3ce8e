import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { freeze } from '../support/freeze.ts';
import { startShopPages } from '../support/shop-pages.ts';
import { startSystem, type System } from '../support/system.ts';
import { untilInstant } from '../support/until.ts';

let browser: Browser;
let pages: Awaited<ReturnType<typeof startShopPages>>;
let system: System;

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), startShopPages()]);
  system = await startSystem({ apiEnv: { CORS_ORIGINS: pages.url } });
  pages.apiUrl = system.api.url;
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await system?.close();
});

test('a page that slept for two minutes, in which its order was extended, is right within two seconds', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 600 });
  const src = `${system.api.url}/v1/orders/${order.id}`;
  const element = `<order-countdown src="${src}" token="${order.viewToken}"></order-countdown>`;
  const page = await pages.open(browser, element);
  const time = page.locator('[part~=time]');
  await time.filter({ hasText: /^9:/ }).waitFor();
  const thaw = await freeze(page);
  const asleepUntil = Date.now() + 120_000;
  await system.client.post(`/v1/orders/${order.id}/extend`, { seconds: 3_600 });
  await untilInstant(asleepUntil);
  await thaw();
  await time.filter({ hasText: /^1:0\d:\d\d$/ }).waitFor({ timeout: 2_000 });
  const text = (await time.textContent()) ?? '';
  const { body } = await system.client.get(`/v1/orders/${order.id}/countdown`);
  const shown = text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  expect(Math.abs(shown - body.remainingMs / 1_000)).toBeLessThan(2);
});
