import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { document } from '../support/openapi.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { backendToken } from '../support/tokens.ts';

let context: TestContext;
let api: RunningProcess;
let browser: Browser;

beforeAll(async () => {
  context = await createTestContext();
  [api, browser] = await Promise.all([startApi(context), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await api.end();
  await context.close();
});

/** Opens the reference, and closes it after the test. Complaints of the browser and requests to others fail it. */
async function withDocs(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const session = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await session.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const isOurs = ['data:', api.url].some((start) => request.url().startsWith(start));
    if (!isOurs) complaints.push(request.url());
  });
  await page.goto(`${api.url}/docs`);
  await use(page);
  expect(complaints).toEqual([]);
  await session.close();
}

const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

test('without scripts the page at /docs shows every operation, message, schema and problem', async () => {
  await withDocs({ javaScriptEnabled: false }, async (page) => {
    for (const { operationId, summary } of operations) {
      expect(await page.locator(`#${operationId} h3`).textContent()).toBe(summary);
    }
    const messages = Object.keys(document.webhooks);
    expect(await page.locator('.message h3').allInnerTexts()).toEqual(messages);
    const codes = document.components.schemas['Problem']?.properties?.['code'] as { enum: string[] };
    expect(await page.locator('#problems .name').allInnerTexts()).toEqual(codes.enum);
    expect(await page.locator('.try:visible, .filter:visible').count()).toBe(0);
  });
});

test('every link within the page at /docs leads to something', async () => {
  await withDocs({ javaScriptEnabled: false }, async (page) => {
    const targets = await page
      .locator('a[href^="#"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
    expect(targets.length).toBeGreaterThan(500);
    expect([...new Set(targets)].filter((target) => !ids.includes(target?.slice(1) ?? ''))).toEqual([]);
    expect(ids.length).toBe(new Set(ids).size);
  });
});

test('an order is placed and read from the page at /docs by keyboard alone', async () => {
  await withDocs({}, async (page) => {
    const placing = page.locator('#placeOrder');
    await placing.getByText('Try it').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(backendToken);
    await page.keyboard.press('Enter');
    await placing.getByText('201 Created').waitFor();
    const order = JSON.parse((await placing.locator('.body').textContent()) ?? '');
    expect(order).toMatchObject({ status: 'pending', customerId: 'cus_42', amount: 12_900 });

    const reading = page.locator('#getOrder');
    await reading.getByText('Try it').press('Enter');
    await reading.getByLabel('id path').fill(order.id);
    await page.keyboard.press('Enter');
    await reading.getByText('200 OK').waitFor();
    expect(JSON.parse((await reading.locator('.body').textContent()) ?? '')).toMatchObject({ id: order.id });

    const watching = page.locator('#streamOrder');
    await watching.getByText('Try it').press('Enter');
    await watching.getByLabel('id path').fill(order.id);
    await page.keyboard.press('Enter');
    await watching.getByText('event: snapshot').waitFor();
    await watching.getByRole('button', { name: 'Stop' }).press('Enter');
    await watching.getByText('stopped').waitFor();
  });
});

test('the filter of the page at /docs leaves what has all its words, and links lead out of it', async () => {
  await withDocs({}, async (page) => {
    const shown = () =>
      page.locator('article:visible').evaluateAll((articles) => articles.map(({ id }) => id));
    const all = await shown();
    await page.getByLabel('Filter').fill('post payment-attempts fail');
    expect(await shown()).toEqual(['failPayment']);
    await page.getByText(`1 of ${all.length}`).waitFor();
    await page.locator('#failPayment .answer summary').click();
    await page.locator('#failPayment .answer').getByRole('link', { name: 'PaymentAttempt' }).click();
    await page.locator('#schema-PaymentAttempt').waitFor();
    expect(await shown()).toEqual(all);
  });
});

test('the contents of the page at /docs mark what is in view', async () => {
  await withDocs({}, async (page) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Get a refund' }).click();
    const marked = page.locator('nav [aria-current]');
    await page.locator('nav [aria-current][href="#getRefund"]').waitFor();
    expect(await marked.count()).toBe(1);
  });
});

test.each([
  [360, 'dark'],
  [1440, 'light'],
] as const)('axe finds nothing wrong with /docs at %i px in %s, and it fits', async (width, colorScheme) => {
  const options = { viewport: { width, height: 900 }, colorScheme };
  await withDocs(options, async (page) => {
    await page.screenshot({ path: `test-results/docs-${width}-${colorScheme}.png` });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
