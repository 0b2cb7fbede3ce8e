import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { document } from '../support/openapi.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';

let context: TestContext;
let api: RunningProcess;
let browser: Browser;
let page: Page;
/** Errors and warnings of the page: blocked content, missing files, exceptions. */
const consoleErrors: string[] = [];
const strayRequests: string[] = [];

beforeAll(async () => {
  context = await createTestContext();
  [api, browser] = await Promise.all([startApi(context), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 1_600 } });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(api.url) && !request.url().startsWith('data:'))
      strayRequests.push(request.url());
  });
});

afterAll(async () => {
  await browser.close();
  await api.end();
  await context.close();
});

test('the page at /docs shows every operation and can send requests', async () => {
  await page.goto(`${api.url}/docs`);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const shownCount = operations.length + Object.keys(document.webhooks).length;
  await page
    .locator('.opblock')
    .nth(shownCount - 1)
    .waitFor();
  expect(await page.locator('.opblock').count()).toBe(shownCount);
  for (const { operationId, summary, tags } of operations) {
    const shown = await page.locator(`#operations-${tags[0]}-${operationId}`).textContent();
    expect(shown).toContain(summary);
  }
  await page.screenshot({ path: 'test-results/docs.png', fullPage: true });

  const liveness = page.locator('#operations-Service-getLiveness');
  await liveness.locator('.opblock-summary-control').click();
  await liveness.getByRole('button', { name: 'Try it out' }).click();
  await liveness.getByRole('button', { name: 'Execute' }).click();
  const answer = liveness.locator('.live-responses-table');
  await answer.waitFor();
  expect(await answer.textContent()).toMatch(/200.*"status": "ok"/s);
  await liveness.screenshot({ path: 'test-results/docs-tried.png' });

  const placing = page.locator('#operations-Orders-placeOrder');
  await placing.locator('.opblock-summary-control').click();
  await placing.getByText('order_already_paid').or(placing.getByText('validation_failed').first()).waitFor();
  await placing.screenshot({ path: 'test-results/docs-operation.png' });

  expect(consoleErrors).toEqual([]);
  expect(strayRequests).toEqual([]);
});
