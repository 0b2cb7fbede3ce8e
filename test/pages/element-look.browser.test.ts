import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { startShopPages } from '../support/shop-pages.ts';
import { until } from '../support/until.ts';

/**
 * `<order-countdown>` in each of its states, on one page. Only four of them follow an order: browsers have six connections
 * for each origin.
 */

let browser: Browser;
let pages: Awaited<ReturnType<typeof startShopPages>>;
let context: TestContext;
let api: RunningProcess;
let states: string;

beforeAll(async () => {
  [browser, pages, context] = await Promise.all([launchBrowser(), startShopPages(), createTestContext()]);
  api = await startApi(context, { CORS_ORIGINS: pages.url });
  pages.apiUrl = api.url;
  states = await elementsInEachState();
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await api?.end();
  await context?.close();
});

async function elementsInEachState(): Promise<string> {
  const client = createClient(api.url);
  const place = async (expiresInSeconds: number) => (await client.place({ expiresInSeconds })).body;
  const [running, long, warned, paying, paid, cancelled] = await Promise.all(
    [600, 2_500_000, 59, 600, 600, 600].map(place),
  );
  await client.post(`/v1/orders/${paying.id}/payment-attempts`);
  await client.post(`/v1/orders/${paid.id}/pay`);
  await client.post(`/v1/orders/${cancelled.id}/cancel`);
  const states = [
    ['ring', running],
    ['bar', long],
    ['ring', warned],
    ['bar', paying],
    ...[paid, cancelled, { ...running, viewToken: '' }].flatMap((order) => [
      ['ring', order],
      ['bar', order],
    ]),
  ];
  return states
    .map(
      ([variant, { id, viewToken }]) =>
        `<order-countdown variant="${variant}" src="${api.url}/v1/orders/${id}" token="${viewToken}"></order-countdown>`,
    )
    .join('\n');
}

const labels = (page: Page) => page.locator('order-countdown [part=label]').allTextContents();

async function openStates(options: Parameters<typeof pages.open>[2]): Promise<Page> {
  const page = await pages.open(browser, states, { viewport: { width: 360, height: 800 }, ...options });
  await until(async () => {
    const texts = await labels(page);
    return texts.length === 10 && !texts.some((text) => /Loading|正在加载/.test(text));
  });
  return page;
}

/** The elements whose content is wider than they are. */
const cutOff = `[document.documentElement, ...document.querySelectorAll('order-countdown')]
  .filter(({ scrollWidth, clientWidth, localName }) => scrollWidth > clientWidth)
  .map(({ outerHTML }) => outerHTML)`;

/** Makes the bar with days a ring, as small as one may be. @returns how much room there is beside each ring's time */
const roomInRings = `(() => {
  const rings = document.querySelectorAll('order-countdown');
  rings[1].setAttribute('variant', 'ring');
  rings[1].style.setProperty('--order-countdown-size', '6em');
  return new Promise(requestAnimationFrame).then(() => [...rings].flatMap(({ shadowRoot }) => {
    const [ring, time] = ['.ring', '.ring-dial .time'].map((part) => shadowRoot.querySelector(part)?.getBoundingClientRect());
    const track = ring && parseFloat(getComputedStyle(shadowRoot.querySelector('circle')).strokeWidth);
    return ring && time ? [time.left - ring.left - track, ring.right - track - time.right] : [];
  }));
})()`;

describe.each([
  ['light', 'en', 'ltr'],
  ['dark', 'zh-CN', 'rtl'],
] as const)('in %s colours, %s, %s', (colorScheme, lang, dir) => {
  test('axe finds nothing, and all fits into 360 pixels', async () => {
    const page = await openStates({ colorScheme, lang, dir });
    await page.screenshot({ path: `test-results/element-${colorScheme}.png`, fullPage: true });
    expect(await page.evaluate(cutOff)).toEqual([]);
    const room = await page.evaluate<number[]>(roomInRings);
    expect(room.length).toBeGreaterThan(6);
    expect(Math.min(...room)).toBeGreaterThan(0);
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate<axe.AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
    await page.context().close();
  });
});

test('the bar empties towards the beginning of the line, and nothing moves for those who want it so', async () => {
  const page = await openStates({ dir: 'rtl', reducedMotion: 'reduce', forcedColors: 'active' });
  await page.screenshot({ path: 'test-results/element-forced-colors.png', fullPage: true });
  const bar = page.locator('order-countdown[variant=bar]').nth(1).locator('svg');
  const [all, left] = [await bar.boundingBox(), await bar.locator('.progress').boundingBox()];
  expect(left!.x + left!.width).toBeGreaterThan(all!.x + all!.width - 2);
  expect(left!.width).toBeLessThan(all!.width);
  // Text, since it is for the page.
  const shadow = `document.querySelector('order-countdown[variant=bar]').shadowRoot`;
  const style = await page.evaluate(`getComputedStyle(${shadow}.querySelector('.progress')).transition`);
  expect(style).toMatch(/^none/);
  await page.context().close();
});

test('the module is small, and is served to pages of any origin: briefly by its name, for ever by its hash', async () => {
  const page = await pages.open(browser, states);
  await page.locator('[part~=time]').first().waitFor();
  const loaded = await page.evaluate(`performance.getEntriesByType('resource')
    .filter(({ initiatorType }) => initiatorType !== 'fetch').map(({ name }) => name)`);
  expect(loaded).toEqual([`${pages.url}/shop.css`, `${api.url}/order-countdown.js`]);
  await page.context().close();

  const headers = { 'Accept-Encoding': 'gzip' };
  const named = await fetch(`${api.url}/order-countdown.js`, { headers });
  const source = await named.text();
  expect(gzipSync(source).length).toBeLessThan(15_000);
  expect(source).not.toMatch(/import\(|Lit is in dev mode/);
  const path = named.headers.get('content-location') ?? '';
  expect(path).toMatch(/^\/order-countdown-[0-9a-f]{16}\.js$/);
  const hashed = await fetch(api.url + path, { headers });
  expect(await hashed.text()).toBe(source);
  const served = [named, hashed].map((answer) => Object.fromEntries(answer.headers));
  const shared = {
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    etag: expect.stringMatching(/^"[\w-]+"$/),
  };
  expect(served).toMatchObject([
    { ...shared, 'cache-control': 'public, max-age=300' },
    { ...shared, 'cache-control': 'public, max-age=31536000, immutable' },
  ]);

  const again = await fetch(api.url + path, {
    headers: { ...headers, 'Cache-Control': 'max-age=0', 'If-None-Match': served[1]!['etag']! },
  });
  expect(again.status).toBe(304);
  const former = await fetch(`${api.url}/order-countdown-0123456789abcdef.js`, { redirect: 'manual' });
  expect([former.status, former.headers.get('location')]).toEqual([302, '/order-countdown.js']);
  expect(former.headers.get('access-control-allow-origin')).toBe('*');
});
