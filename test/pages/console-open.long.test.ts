import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole, startConsolePages, type ConsolePages } from '../support/console-pages.ts';
import { until } from '../support/until.ts';

const minutes = 10;

let running: ConsolePages;

beforeAll(async () => {
  running = await startConsolePages();
}, 360_000);

afterAll(() => running?.close());

/** When the page began each of its requests, in milliseconds of a clock of the test's own. */
function requestTimes(page: Page): number[] {
  const times: number[] = [];
  page.on('request', () => times.push(performance.now()));
  return times;
}

/** What the page holds once all that it has let go of is collected. */
async function held(session: CDPSession) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { usedSize, nodes, jsEventListeners };
}

test(`an overview that is open for ${minutes} minutes asks once a second at most, and keeps nothing`, async () => {
  const page = await openConsole(running);
  const session = await page.context().newCDPSession(page);
  await page.getByRole('img', { name: /due: [1-9]/ }).waitFor();
  const times = requestTimes(page);
  await until(() => times.length >= 30, 120_000, 500);
  const before = await held(session);
  const [from, startedAt] = [times.length, performance.now()];
  await until(() => performance.now() - startedAt >= minutes * 60_000, (minutes + 1) * 60_000, 500);
  const asked = times.length - from;
  const after = await held(session);
  console.log(`${asked} requests in ${minutes} min; ${JSON.stringify({ before, after })}`);
  expect(asked).toBeLessThanOrEqual(minutes * 60 + 1);
  expect(asked).toBeGreaterThan(minutes * 30);
  expect(after.usedSize - before.usedSize).toBeLessThan(1_000_000);
  // Failing endpoints and a figure's note may have come meanwhile, not one node for each answer.
  expect(after.nodes - before.nodes).toBeLessThan(100);
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(10);
  await page.context().close();
}, 900_000);

test('a page that is not in view asks nothing, and asks as soon as it is', async () => {
  const page = await openConsole(running);
  await page.getByRole('img', { name: /due: [1-9]/ }).waitFor();
  const show = (isHidden: boolean) =>
    page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
      document.dispatchEvent(new Event('visibilitychange'))`);
  await show(true);
  const times = requestTimes(page);
  const hiddenAt = performance.now();
  await until(() => performance.now() - hiddenAt > 5_000, 10_000, 100);
  expect(times).toEqual([]);
  await show(false);
  await until(() => times.length > 0, 1_000);
});

test('going from page to page keeps nothing of those before', async () => {
  const page = await openConsole(running);
  const session = await page.context().newCDPSession(page);
  const round = async () => {
    for (const name of ['Orders', 'Refunds', 'Webhooks', 'Audit', 'Overview']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
  };
  for (let times = 0; times < 5; times++) await round();
  const before = await held(session);
  for (let times = 0; times < 40; times++) await round();
  const after = await held(session);
  console.log(JSON.stringify({ before, after }));
  expect(after.usedSize - before.usedSize).toBeLessThan(1_000_000);
  expect(after.nodes - before.nodes).toBeLessThan(200);
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(10);
});
