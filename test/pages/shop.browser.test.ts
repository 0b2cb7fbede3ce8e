import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { startSystem, type System } from '../support/system.ts';

/* The shop to try, as a visitor uses it. */

let browser: Browser;
let system: System;
let context: BrowserContext;
let page: Page;
/** What a page may not do: see `watched`. */
let faults: string[];
/** The tokens that the page asks for when it opens. */
let granted: Promise<Record<string, unknown>>;

beforeAll(async () => {
  [browser, system] = await Promise.all([launchBrowser(), startSystem()]);
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

beforeEach(async () => {
  faults = [];
  context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  watched(page);
  granted = page.waitForResponse('**/shop/token').then((response) => response.json());
  granted.catch(() => undefined); // most tests don't ask
  await page.goto(system.api.url);
});

afterEach(async () => {
  await context.close();
  if (faults.length > 0) throw new Error(faults.join('\n'));
});

/** Blocked content, exceptions, and requests to other hosts. A refused payment is an error to the console, and none to us. */
function watched(opened: Page): void {
  opened.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('409')) faults.push(message.text());
  });
  opened.on('pageerror', (error) => faults.push(String(error)));
  opened.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(system.api.url))
      faults.push(request.url());
  });
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const press = (name: string) => page.locator('button:not([aria-disabled="true"])').and(button(name)).click();
const notice = (text: string | RegExp) => page.getByRole('status').getByText(text).first().waitFor();
const entry = (text: string, on = page) => on.locator('details summary', { hasText: text }).first().waitFor();
const isOff = async (name: string) => (await button(name).getAttribute('aria-disabled')) === 'true';
const badge = (status: string) => page.locator('.badge', { hasText: status }).waitFor();

async function place(good: string, time = '1 minute'): Promise<void> {
  await page.getByRole('radio', { name: time }).check();
  await button(`Place order: ${good}`).click();
  await notice('Placed.');
}

test('an order counts down, and each call, event and webhook stands in the journal, without tokens', async () => {
  const secrets = Object.values(await granted).filter((value) => String(value).startsWith('ey'));
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.card')).borderTopStyle`)).toBe(
    'solid',
  );
  await place('Teapot');
  await badge('pending');
  await entry('POST /v1/orders');
  await entry('snapshot');
  await page
    .locator('details.webhook', { hasText: 'order.placed' })
    .getByText('signature verified')
    .waitFor();
  expect(secrets).toHaveLength(2);
  // At once: entries that come meanwhile would shift the others.
  await page.evaluate(
    `for (const summary of document.querySelectorAll('details:not([open]) > summary')) summary.click()`,
  );
  const shown = await page.locator('.journal').innerText();
  expect(shown).toContain('"expiresInSeconds": 60');
  expect(shown).toContain('authorization: Bearer •••');
  expect(shown).toContain('"viewToken": "•••"');
  expect(shown).toContain('webhook-signature: v1,');
  expect(secrets.filter((secret) => shown.includes(String(secret)))).toEqual([]);
  expect(shown).not.toMatch(/eyJ|whsec_/);

  await page.reload();
  await badge('pending');
  expect(await page.locator('.about').innerText()).toContain('Teapot');
});

test('a payment is started, succeeds, and is refused when it comes twice', async () => {
  await place('Umbrella');
  await press('Start a payment');
  await notice('A payment has begun.');
  await page.getByText('A payment is in progress.').waitFor();
  expect(await isOff('Pay')).toBe(true);
  await press('Bank confirms');
  await badge('paid');
  await press('Pay twice');
  await notice('order_already_paid');
  await page.getByText('To be refunded: CN¥88.00').waitFor();
  await entry('payment.refund_required');
  expect(await isOff('Pay late')).toBe(true);
});

test('an order lapses after its payment has failed, and a late payment is refused', async () => {
  await place('Folding fan', '30 minutes');
  expect(await isOff('Pay late')).toBe(true);
  await press('Start a payment');
  await notice('A payment has begun.');
  await press('Bank declines');
  await notice('The payment failed.');
  await press('Let it lapse');
  await notice('The deadline is near.');
  await badge('cancelled');
  await page.getByText('nobody paid in time').waitFor();
  await press('Pay late');
  await notice('order_expired');
  await page.getByText('To be refunded: CN¥25.00').waitFor();
});

test('the shop extends an order, and a second browser follows it until it is cancelled', async () => {
  await place('Paper lantern');
  await press('Extend by 1 minute');
  await notice('One more minute.');
  await entry('order.extended');

  const link = await page.getByRole('link', { name: 'Open in a second browser' }).getAttribute('href');
  const second = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  watched(second);
  await second.goto(link!);
  await second.getByRole('heading', { name: 'The same order, in another browser' }).waitFor();
  await entry('snapshot', second);
  expect(await second.getByRole('button', { name: 'Pay' }).count()).toBe(0);
  await press('Cancel');
  await badge('cancelled');
  await entry('order.cancelled', second);
  await second.goto(`${system.api.url}/#order=ord_1`);
  await second.getByText('The link is incomplete.').waitFor();
  await second.context().close();
});

test('the keyboard alone orders and pays', async () => {
  const tabTo = async (name: string) => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      const label = (await focused.getAttribute('aria-label')) ?? (await focused.innerText()).trim();
      if (label === name) return;
    }
    throw new Error(`no Tab leads to ${name}`);
  };
  await button('Place order: Teapot').waitFor();
  await tabTo('Place order: Teapot');
  await page.keyboard.press('Enter');
  await notice('Placed.');
  await tabTo('Pay');
  await page.keyboard.press('Space');
  await badge('paid');
  // Where the keyboard was, it is still: the button is off, not gone.
  expect(await page.locator(':focus').innerText()).toBe('Pay');
});

test('the page speaks the language of the browser, or the one that was chosen', async () => {
  const chinese = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  watched(chinese);
  await chinese.goto(system.api.url);
  await chinese.getByRole('heading', { name: '试用商店' }).waitFor();
  expect(await chinese.locator('html').getAttribute('lang')).toBe('zh-CN');
  await chinese.getByRole('button', { name: '下单：茶壶' }).click();
  await chinese.getByRole('status').getByText('已下单').waitFor();
  await chinese.getByRole('button', { name: 'English' }).click();
  await chinese.getByRole('status').getByText('Placed.').waitFor();
  await chinese.reload();
  await chinese.getByRole('heading', { name: 'A shop to try' }).waitFor();
  await chinese.context().close();
});

test('the page has no accessibility faults, light or dark, and fits a window of 360 px', async () => {
  await place('Teapot');
  await press('Pay');
  await badge('paid');
  await press('Pay twice');
  await notice('order_already_paid');
  await entry('payment.refund_required');
  await page.locator('details summary').first().click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityFaults(page), colorScheme).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(cutOff), colorScheme).toEqual([]);
    await page.setViewportSize({ width: 1_280, height: 900 });
  }
});

/** The elements whose content is wider than they are. */
const cutOff = `[...document.querySelectorAll('html, main, section, li, button, p')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ tagName, className, textContent }) => tagName + '.' + className + ' ' + textContent.trim().slice(0, 40))`;
