import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openCore } from '../support/core.ts';
import { freeze } from '../support/freeze.ts';
import { startApi } from '../support/processes.ts';
import { secondsShown, seenBy, showsWhatIsTold, startShopPages } from '../support/shop-pages.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { signViewToken } from '../support/view-tokens.ts';

/** `<order-countdown>` in the page of a shop, which has another origin than the API. */

let browser: Browser;
let pages: Awaited<ReturnType<typeof startShopPages>>;
let system: System;

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), startShopPages()]);
  system = await startSystem({ apiEnv: { CORS_ORIGINS: pages.url }, workerEnv: withoutSweep });
  pages.apiUrl = system.api.url;
}, 360_000);

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await system?.close();
});

type Placed = Record<'id' | 'viewToken', string>;

const place = async (expiresInSeconds: number): Promise<Placed> =>
  (await system.client.place({ expiresInSeconds })).body;
const command = ({ id }: Placed, name: string, body: object = {}) =>
  system.client.post(`/v1/orders/${id}/${name}`, body);

const countdown = ({ id, viewToken }: Placed, attributes = '') =>
  `<order-countdown src="${system.api.url}/v1/orders/${id}" token="${viewToken}" ${attributes}></order-countdown>`;

const label = (page: Page) => page.locator('order-countdown [part=label]');
const expectShown = (page: Page, text: string | RegExp, limitMs = 30_000) =>
  label(page).filter({ hasText: text }).waitFor({ timeout: limitMs });
const typesSeenBy = async (page: Page) => (await seenBy(page)).map(({ type }) => type);

const isRight = (page: Page, { id }: Placed) => showsWhatIsTold(page, system.client, id);

test("the time left is the service's, although the device's clock is an hour slow, then fast", async () => {
  const order = await place(600);
  const page = await pages.open(browser, countdown(order), {
    init: 'let offsetMs = -3_600_000; const { now } = Date; Date.now = () => now() + offsetMs;',
  });
  await expectShown(page, 'Time left to pay');
  // On a busy machine, a second may be shown a little longer.
  await until(() => isRight(page, order), 2_000);
  const slow = await secondsShown(page);
  await page.evaluate('offsetMs = 3_600_000');
  // It has noticed the jump once it has gone on counting.
  await until(async () => (await secondsShown(page)) < slow);
  await until(() => isRight(page, order), 2_000);
  expect(await label(page).textContent()).toBe('Time left to pay');
  await page.context().close();
});

test('a moved deadline, a payment in progress and a payment are shown within a second, each with its event', async () => {
  const order = await place(90);
  const page = await pages.open(browser, countdown(order, 'warn-seconds="120"'));
  await expectShown(page, 'Time left to pay');
  await command(order, 'extend', { seconds: 3_600 });
  await until(async () => (await secondsShown(page)) > 3_000, 1_000);
  await system.client.post(`/v1/test/orders/${order.id}/advance`, { seconds: 3_000 });
  await until(async () => (await secondsShown(page)) < 700, 1_000);
  // The ring is nearly full again: its window is that of the new deadline.
  const gone = await page.locator('order-countdown .progress').getAttribute('stroke-dashoffset');
  expect(Number(gone)).toBeGreaterThanOrEqual(0);
  expect(Number(gone)).toBeLessThan(0.1);
  await command(order, 'payment-attempts', {});
  await expectShown(page, 'Payment in progress', 1_000);
  await command(order, 'pay', { paymentReference: 'pay_1' });
  await expectShown(page, /^Paid$/, 1_000);
  const seen = await seenBy(page);
  expect(seen.map(({ type }) => type)).toEqual(['order-expiring', 'order-extended', 'order-paid']);
  expect(seen.at(-1)?.detail).toMatchObject({ id: order.id, status: 'paid', remainingMs: 0 });
  expect(await page.getByRole('status').textContent()).toBe('Paid');
  await page.context().close();
});

test('at zero it checks until the service has cancelled the order, and shows that within a second', async () => {
  const order = await place(2);
  const page = await pages.open(browser, countdown(order, 'variant="bar"'));
  system.worker.child.kill('SIGSTOP');
  try {
    await expectShown(page, 'Time is up. Checking…');
    expect(await typesSeenBy(page)).toEqual(['order-expiring']);
    expect(await page.locator('[part~=time]').textContent()).toBe('0:00');
  } finally {
    system.worker.child.kill('SIGCONT');
  }
  await expectShown(page, 'Cancelled');
  const [, cancelled] = await seenBy(page);
  const { body } = await system.client.get(`/v1/orders/${order.id}`);
  expect(cancelled).toMatchObject({ type: 'order-cancelled', detail: { status: 'cancelled' } });
  expect(cancelled!.atMs - Date.parse(body.cancelledAt)).toBeLessThan(1_000);
  await page.context().close();
});

test('a page that was frozen is right when it is thawed', async () => {
  const order = await place(600);
  const page = await pages.open(browser, countdown(order));
  await expectShown(page, 'Time left to pay');
  const thaw = await freeze(page);
  await command(order, 'extend', { seconds: 600 });
  await command(order, 'pay');
  await thaw();
  await expectShown(page, /^Paid$/, 2_000);
  await page.context().close();
});

test('where no stream is to be had, it polls; where nothing answers, it says so', async () => {
  const order = await place(600);
  const page = await pages.open(browser, '');
  await page.route('**/stream?*', (route) => route.abort());
  await page.route('**/unreachable/**', (route) => route.abort());
  const unreachable = countdown(order).replace('/v1/', '/unreachable/v1/');
  const elements = JSON.stringify(countdown(order) + unreachable);
  await page.evaluate(`document.querySelector('main').innerHTML = ${elements}`);
  await expectShown(page, 'Time left to pay');
  await command(order, 'pay');
  await expectShown(page, 'Paid');
  const note = page.locator('order-countdown [part=note]');
  await note.filter({ hasText: 'No connection. Trying again…' }).waitFor();
  expect(await label(page).allTextContents()).toEqual(['Paid', 'Loading…']);
  await page.context().close();
});

test('while nothing answers, what is known goes on counting, whatever the page does with the element', async () => {
  const order = await place(600);
  const page = await pages.open(browser, countdown(order));
  await expectShown(page, 'Time left to pay');
  await page.context().setOffline(true);
  const left = () =>
    page.evaluate<number>(`(globalThis.element ??= document.querySelector('order-countdown')).remainingMs`);
  await until(async () => (await left()) < 599_300);
  for (const change of [`.token += 'x'`, `.remove()`, `.isConnected || document.body.append(element)`]) {
    const before = await left();
    await page.evaluate(`element${change}`);
    await until(async () => (await left()) < before - 100, 2_000);
  }
  await page.context().close();
});

test('what is told of another order is not believed', async () => {
  const [order, another] = [await place(600), await place(600)];
  await command(another, 'pay', {});
  const { body } = await system.client.get(`/v1/orders/${another.id}/countdown`);
  const page = await pages.open(browser, '');
  const mixedUp = (type: string, data: string) =>
    page.route(`**/${order.id}/${type}*`, (route) =>
      route.fulfill({
        contentType: type === 'stream' ? 'text/event-stream' : 'application/json',
        headers: { 'Access-Control-Allow-Origin': '*' },
        body: data,
      }),
    );
  await mixedUp('stream', `id: 1\nevent: snapshot\ndata: ${JSON.stringify({ ...body, version: 1 })}\n\n`);
  await mixedUp('countdown', JSON.stringify(body));
  const polled = page.waitForResponse('**/countdown*');
  await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(countdown(order))}`);
  await (await polled).finished();
  expect(await label(page).textContent()).toBe('Loading…');
  expect(await typesSeenBy(page)).toEqual([]);
  await page.context().close();
});

test('a refused token is replaced by one of the page, and a page that has none is told to reload', async () => {
  const order = await place(600);
  const refused = { ...order, viewToken: await signViewToken(order.id, { exp: 1 }) };
  pages.tokens = [{ status: 500 }, { status: 200, token: order.viewToken }];
  const page = await pages.open(browser, countdown(refused, 'refresh-url="/token"'));
  await expectShown(page, 'Time left to pay');
  expect(pages.asked()).toBe(2);
  // The same token again is no new one, and is not asked for without end.
  const another = await signViewToken(order.id, { exp: 2 });
  pages.tokens = [{ status: 200, token: another }];
  await page.locator('order-countdown').evaluate((element, token) => {
    element.setAttribute('token', token);
  }, another);
  await expectShown(page, 'Access to this order has expired');
  expect(pages.asked()).toBe(3);
  // One that never was a token of the service is not said to have expired.
  pages.tokens = [{ status: 200, token: 'forged' }];
  await page.locator('order-countdown').evaluate((element) => element.setAttribute('token', 'forged'));
  await expectShown(page, 'No access to this order.');
  await page.context().close();
});

test('a token that is about to expire is replaced, and one that the page does not give is asked for', async () => {
  const order = await place(600);
  const exp = Math.floor(Date.now() / 1_000) + 25;
  const before = pages.asked();
  pages.tokens = [{ status: 200, token: order.viewToken }];
  const given = countdown(
    { ...order, viewToken: await signViewToken(order.id, { exp }) },
    'refresh-url="/token"',
  );
  const page = await pages.open(
    browser,
    given + countdown({ ...order, viewToken: '' }, 'refresh-url="/token"'),
  );
  await until(() => pages.asked() === before + 2);
  await until(async () => !(await label(page).allTextContents()).includes('Loading…'));
  expect(await label(page).allTextContents()).toEqual(['Time left to pay', 'Time left to pay']);
  await page.context().close();
});

test('what is wrong is said in the language of the element, of the page, or English', async () => {
  const unknown = { id: 'ord_01jdkz3y8re0fv2x9k7q5m4n6p', viewToken: '' };
  const strange = { ...unknown, viewToken: await signViewToken(unknown.id) };
  const body = `${countdown(strange)}${countdown(strange, 'lang="zh-CN"')}<div lang="zh">${countdown(unknown, 'lang="fr"')}</div>
    <order-countdown src="/cart"></order-countdown>`;
  const page = await pages.open(browser, body, { lang: 'de' });
  await until(async () => (await label(page).allTextContents()).every((text) => !text.endsWith('…')));
  expect(await label(page).allTextContents()).toEqual([
    'Order not found',
    '找不到订单',
    '无权查看此订单。',
    'This countdown has no order to show.',
  ]);
  await page.context().close();
});

test('a page whose API was killed is right within two seconds of its restart', async () => {
  const order = await place(600);
  const page = await pages.open(browser, countdown(order));
  await expectShown(page, 'Time left to pay');
  await system.api.end('SIGKILL');
  const core = openCore(system.context);
  const actor = { kind: 'backend', subject: 'shop' } as const;
  await core.orders.pay({ actor, id: order.id, paymentReference: null, amount: null });
  await core.close();
  const env = { CORS_ORIGINS: pages.url, PORT: new URL(system.api.url).port };
  const restarted = await startApi(system.context, env);
  try {
    await expectShown(page, /^Paid$/, 2_000);
  } finally {
    await page.context().close();
    await restarted.end();
  }
});
