import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { operatorCredentials } from '../support/operator.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';

let browser: Browser;
let system: System;
/** By what the page shows. The console has tests of its own. */
const paths = {
  'a kind of problem': '/problems/order_expired',
  'an unknown address': `/${'nothing'.repeat(30)}`,
  'signing out': '/admin/sign-out',
};

beforeAll(async () => {
  [browser, system] = await Promise.all([launchBrowser(), startSystem({ workerEnv: withoutSweep })]);
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${system.api.url}/admin/sign-in`);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(cutOff), 'sign-in').toEqual([]);
  await page.getByLabel('Username').fill(operatorCredentials.username);
  await page.getByLabel('Password').fill(operatorCredentials.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/admin');
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
