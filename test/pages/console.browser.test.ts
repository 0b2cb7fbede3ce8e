import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { openConsole, startConsolePages, type ConsolePages } from '../support/console-pages.ts';
import { viewerCredentials } from '../support/operator.ts';

let running: ConsolePages;

beforeAll(async () => {
  running = await startConsolePages();
}, 360_000);

afterAll(() => running?.close());

/** What tells that a page shows what the system holds. */
const shown: Record<string, (page: Page) => Promise<void>> = {
  overview: (page) => page.getByRole('img', { name: /due: [1-9]/ }).waitFor(),
  orders: (page) => page.getByRole('link', { name: running.orderId }).waitFor(),
  order: (page) => page.getByText('was of another amount: refund it').waitFor(),
  refunds: (page) => page.getByRole('cell', { name: 'pay_7f3c' }).waitFor(),
  webhooks: (page) => page.getByRole('link', { name: running.receiver.url }).waitFor(),
  endpoint: (page) => page.getByRole('link', { name: 'order.placed' }).first().waitFor(),
  delivery: (page) => page.getByRole('group', { name: 'Request' }).waitFor(),
  audit: (page) => page.getByRole('cell', { name: 'signed in' }).first().waitFor(),
};

/** The elements whose content is wider than they are. */
const cutOff = `[...document.querySelectorAll('html, header, nav, main, form, section, dl, dd, li, tr, td, dialog, .figure')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
  .map(({ tagName, className }) => tagName + '.' + className)`;

test('every page shows its data, keeps to accessibility rules in both schemes, and fits 360 px', async () => {
  const page = await openConsole(running);
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(running.system.api.url)) faults.push(request.url());
  });
  for (const [name, path] of Object.entries(running.paths)) {
    await page.goto(running.system.api.url + path);
    await shown[name]?.(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}, ${colorScheme}: ${fault}`));
    }
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await page.evaluate(cutOff), name).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  expect(faults).toEqual([]);
  await page.context().close();
}, 120_000);

/** All colours of the chart that are not mixed with what is below. A canvas that doesn't know a colour goes on with black. */
const drawnColors = `(() => {
  const { width, height } = document.querySelector('per-minute-chart canvas');
  const { data } = document.querySelector('per-minute-chart canvas').getContext('2d').getImageData(0, 0, width, height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255) seen.add('rgb(' + data.slice(at, at + 3).join(', ') + ')');
  return [...seen];
})()`;

/** What the design tokens of its bars, words and lines are on the page. */
const tokenColors = `['accent', 'muted', 'line'].map((token) => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--color-' + token + ')';
  return getComputedStyle(probe).color;
})`;

test('the chart is drawn in the colours of the page, and anew when its scheme changes', async () => {
  const page = await openConsole(running);
  await shown['overview']?.(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const tokens = await page.evaluate<string[]>(tokenColors);
    await expect.poll(() => page.evaluate<string[]>(drawnColors)).toEqual(expect.arrayContaining(tokens));
    expect(await page.evaluate<string[]>(drawnColors)).not.toContain('rgb(0, 0, 0)');
  }
  await page.context().close();
});

test('links, the search and filters show pages without loading a document', async () => {
  const page = await openConsole(running);
  let documents = 0;
  page.on('request', (request) => {
    if (request.resourceType() === 'document') documents += 1;
  });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  await heading('Orders');
  await page.getByLabel('Status').selectOption('paid');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Nothing here.').waitFor();
  expect(new URL(page.url()).search).toBe('?status=paid');

  await page.goBack();
  await page.getByRole('link', { name: running.orderId }).click();
  await heading(running.orderId);
  expect(await page.title()).toContain(running.orderId);
  await page.getByRole('searchbox').fill('pay_7f3c');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: running.orderId }).waitFor();
  expect(documents).toBe(0);

  await page.goto(`${running.system.api.url}/admin/orders?customerId=cus_42`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.url()).toContain('/admin/api/orders.csv?customerId=cus_42');
  await page.context().close();
});

test('an order that does not exist is named', async () => {
  const page = await openConsole(running, '/admin/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p');
  expect(await page.getByRole('alert').textContent()).toContain('not found');
  await page.context().close();
});

test('a viewer is shown everything, and nothing to act with', async () => {
  const page = await openConsole(running, running.paths['order'], viewerCredentials);
  for (const name of ['order', 'refunds', 'endpoint', 'delivery']) {
    await page.goto(running.system.api.url + running.paths[name]);
    await shown[name]?.(page);
    const buttons = page.getByRole('main').getByRole('button');
    expect(await buttons.allTextContents(), name).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/…$/)]),
    );
  }
  await page.context().close();
});

test('the keyboard alone skips to the content, opens a dialog, stays in it, and leaves it', async () => {
  const page = await openConsole(running, running.paths['order']);
  const focused = () => page.evaluate(`document.activeElement.textContent.trim()`);
  await page.getByRole('button', { name: 'Extend…' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Extend…');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  // More often than it has elements: the focus goes round, by way of the browser's own.
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press('Tab');
    const isInside = `document.activeElement === document.body || !!document.activeElement.closest('dialog')`;
    expect(await page.evaluate(isInside)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await focused()).toBe('Extend…');
  await page.context().close();
});
