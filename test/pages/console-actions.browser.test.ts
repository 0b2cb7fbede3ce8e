import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  act,
  openConsole,
  signInAt,
  startConsolePages,
  type ConsolePages,
} from '../support/console-pages.ts';
import { operatorCredentials } from '../support/operator.ts';
import { until } from '../support/until.ts';

let running: ConsolePages;
let page: Page;

beforeAll(async () => {
  running = await startConsolePages();
  page = await openConsole(running);
}, 360_000);

afterAll(() => running?.close());

const open = (path: string | undefined) => page.goto(running.system.api.url + path);
const expectSaid = (text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();

test('an operator extends an order, sets its alarm anew, records its refund, and cancels it', async () => {
  const { orderId, system } = running;
  await open(running.paths['order']);
  await page.getByText('It agrees with the ledger').waitFor({ timeout: 15_000 });

  const before = await system.client.get(`/v1/orders/${orderId}`);
  await act(page, 'Extend…', 'Extend', { 'Minutes more': '20' });
  await expectSaid('Extended');
  const after = await system.client.get(`/v1/orders/${orderId}`);
  expect(Date.parse(after.body.payBy) - Date.parse(before.body.payBy)).toBe(20 * 60_000);
  await page.getByText('Extended by 20 min').waitFor();

  await act(page, 'Extend…', 'Extend', { 'Minutes more': '43200' });
  await page.getByRole('dialog').getByRole('alert').getByText('within 30 days').waitFor();
  await page.keyboard.press('Escape');

  await system.context.redis.flushdb();
  await act(page, 'Set the alarm anew…', 'Set the alarm');
  await expectSaid('The alarm is set for');

  await act(page, 'Mark refunded…', 'Mark as refunded', { 'The provider’s reference': 're_5c0e' });
  await expectSaid('The refund is recorded');
  await page.getByText('re_5c0e').first().waitFor();

  await act(page, 'Cancel the order…', 'Cancel the order', { Why: 'Out of stock' });
  await expectSaid('The order is cancelled');
  await page.getByText('“Out of stock”').waitFor();
  const { body } = await system.client.get(`/v1/orders/${orderId}/events`);
  expect(body.data.at(-1)).toMatchObject({
    data: { reason: 'backend', note: 'Out of stock' },
    actor: { kind: 'operator', subject: 'operator' },
  });
  await page.getByText('by operator,').first().waitFor();
  expect(await page.getByRole('button', { name: 'Cancel the order…' }).count()).toBe(0);

  await open(`/admin/audit?target=${orderId}`);
  await page.getByRole('cell', { name: /\/cancel$/ }).waitFor();
});

test('an operator pings an endpoint, sends again, changes its secret, disables and enables it', async () => {
  const { receiver } = running;
  const types = () => receiver.received.map(({ body }) => body.type);
  await open(running.paths['delivery']);
  const countBefore = receiver.received.length;
  await act(page, 'Resend…', 'Send again');
  await expectSaid('within seconds');
  await until(() => receiver.received.length > countBefore);

  await open(running.paths['endpoint']);
  await act(page, 'Send a ping…', 'Send');
  await expectSaid('on its way');
  await until(() => types().includes('webhook.ping'));

  await act(page, 'Send again…', 'Send again');
  await expectSaid('will be sent again');

  // It is told only once, so the dialog stays until it is there.
  await page.route('**/rotate-secret', async (route) => {
    await page.keyboard.press('Escape');
    await route.continue();
  });
  await act(page, 'Change the secret…', 'Change the secret', { Hours: '0' });
  const secret = page.getByText(/^whsec_.{20,}/);
  await secret.waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await secret.waitFor({ state: 'detached' });

  await act(page, 'Disable…', 'Disable');
  await expectSaid('is disabled');
  await page.getByText('off', { exact: true }).waitFor();
  await act(page, 'Enable…', 'Enable');
  await expectSaid('is enabled');
});

test('an action whose answer is lost is repeated, and happens once', async () => {
  const { system } = running;
  const { body: order } = await system.client.place({ expiresInSeconds: 600 });
  await open(`/admin/orders/${order.id}`);
  await page.route('**/extend', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await act(page, 'Extend…', 'Extend', { 'Minutes more': '5' });
  await page.getByRole('dialog').getByText('it happens once at most').waitFor();
  await page.unroute('**/extend');
  await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click();
  await expectSaid('Extended');
  const { body } = await system.client.get(`/v1/orders/${order.id}`);
  expect(Date.parse(body.payBy) - Date.parse(order.payBy)).toBe(5 * 60_000);
});

test('a session that has ended leads to the sign-in page, and back', async () => {
  await open('/admin?from=a-link');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.context().clearCookies();
  await page.waitForURL('**/admin/sign-in?next=%2Fadmin%3Ffrom%3Da-link');
  await signInAt(page, operatorCredentials.username, operatorCredentials.password);
  await page.waitForURL('**/admin?from=a-link');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Overview');
});
